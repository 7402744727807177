// Rows of the ladder: an arrow with its time, or a folded silence.
import { fromRfc3339 } from "@sipglass/model";
import { memo } from "react";
import type { Ladder } from "../api/shapes.ts";
import type { Birth, Mark } from "../findings/marks.ts";
import { LegChip } from "../legs/leg-chip.tsx";
import { legLetter } from "../legs/leg-ladder.ts";
import type { ReportGrade } from "../quality/grades.ts";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { clockParts } from "../words/clock.ts";
import { exactDuration, spokenDuration } from "../words/duration.ts";
import { SEVERITY_ICON } from "../words/findings.ts";
import { Arrow } from "./arrow.tsx";
import { describeRow, signedDelta } from "./describe.ts";
import type { ArrowItem, GapItem, LadderLayout } from "./layout.ts";

interface LadderRowProps {
  item: ArrowItem;
  ladder: Ladder;
  layout: LadderLayout;
  selected: boolean;
  /** Findings that this message shows. */
  mark: Mark | undefined;
  /** End at which the cause was born. */
  born: Birth["end"] | null;
  /** What it says of the sound, when it is a media report. */
  grade: ReportGrade | undefined;
  /** null in a ladder of one leg. */
  leg: number | null;
  /** Marks "also seen by". */
  witnesses: boolean;
  sinceStart: boolean;
  select: (ref: string) => void;
}

export const LadderRowView = memo(function LadderRowView({
  item,
  ladder,
  layout,
  selected,
  mark,
  born,
  grade,
  leg,
  witnesses,
  sinceStart,
  select,
}: LadderRowProps) {
  const words = [
    describeRow(ladder, item.row),
    leg === null ? "" : `leg ${legLetter(leg)}`,
    grade ? `MOS ${grade.mos.toFixed(1)}, ${grade.grade}` : "",
    mark ? `shows: ${mark.titles.join(", ")}` : "",
  ]
    .filter(Boolean)
    .join(", ");
  const kind = item.row.kind === "media" ? "rung rung-media" : "rung";
  return (
    <div
      id={`arrow-${item.index}`}
      role="option"
      aria-selected={selected}
      aria-label={words}
      title={words}
      className={`${kind}${selected ? " rung-selected" : ""}${mark ? ` rung-marked rung-${mark.severity}` : ""}`}
      style={{ top: item.y, height: item.height }}
      onClick={() => select(item.row.ref)}
    >
      <RowTime item={item} startUs={fromRfc3339(ladder.rows[0]?.at ?? "")} sinceStart={sinceStart} leg={leg} />
      {mark && (
        <span className={`rung-mark severity-${mark.severity}`}>
          <Icon name={SEVERITY_ICON[mark.severity]} size={13} />
        </span>
      )}
      <Arrow item={item} width={layout.width} born={born} severity={mark?.severity} grade={grade} witnesses={witnesses} />
    </div>
  );
});

function RowTime({ item, startUs, sinceStart, leg }: { item: ArrowItem; startUs: number; sinceStart: boolean; leg: number | null }) {
  const { zone } = useSettings();
  const us = fromRfc3339(item.row.at);
  const parts = clockParts(us, zone);
  return (
    <div className="gutter">
      {sinceStart ? (
        <span>{exactDuration(us - startUs)}</span>
      ) : (
        <span title={parts.day}>
          {parts.clock}.{parts.ms}
          <small>{parts.us}</small>
        </span>
      )}
      <span className="delta">{item.index === 0 ? "" : signedDelta(item.row.delta_us)}</span>
      {leg !== null && <LegChip leg={leg} />}
    </div>
  );
}

export function GapRow({ item, layout }: { item: GapItem; layout: LadderLayout }) {
  const middle = item.height / 2;
  const zigzag = (x: number): string => `M${x + 0.5} 0V${middle - 8}l-5 4l10 4l-10 4l5 4V${item.height}`;
  return (
    <div className="rung rung-gap" style={{ top: item.y, height: item.height }} role="presentation">
      <div className="gutter">
        <span className="gap-word">
          {spokenDuration(item.gapUs / 1e6)}
          <span> of silence</span>
        </span>
      </div>
      <svg width={layout.width} height={item.height} aria-hidden="true">
        {[...new Set(layout.columns)].map((x) => (
          <path key={x} d={zigzag(x)} />
        ))}
      </svg>
    </div>
  );
}
