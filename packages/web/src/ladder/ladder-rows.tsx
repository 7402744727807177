// Rows of the ladder: an arrow with its time, a folded silence, or what was not seen.
import { fromRfc3339 } from "@sipglass/model";
import { memo } from "react";
import type { MouseEvent } from "react";
import type { Ladder, MessageJson } from "../api/shapes.ts";
import type { Birth, Mark } from "../findings/marks.ts";
import { LegChip } from "../legs/leg-chip.tsx";
import { legLetter } from "../legs/leg-ladder.ts";
import type { ReportGrade } from "../quality/grades.ts";
import { Icon } from "../ui/icon.tsx";
import { useSettings } from "../ui/settings.ts";
import { clockParts } from "../words/clock.ts";
import { spokenDuration } from "../words/duration.ts";
import { SEVERITY_ICON } from "../words/findings.ts";
import { LADDER_WORDS } from "../words/ladder.ts";
import { Arrow } from "./arrow.tsx";
import { chipsOf } from "./chips.ts";
import { describeRow, signedDelta } from "./describe.ts";
import { fitLabel } from "./layout.ts";
import type { ArrowItem, EventItem, GapItem, LadderLayout } from "./layout.ts";
import { noteOf } from "./note-text.ts";

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
  /** What times count from; null = the clock. */
  baseUs: number | null;
  /** undefined until messages are there. */
  message: MessageJson | undefined;
  /** It is the one that the selected is compared with. */
  compared: boolean;
  scale: number;
  select: (ref: string, event: MouseEvent) => void;
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
  baseUs,
  message,
  compared,
  scale,
  select,
}: LadderRowProps) {
  const chips = message ? chipsOf(message) : [];
  const words = [
    describeRow(ladder, item.row),
    chips.join(" "),
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
      title={words}
      className={`${kind}${selected ? " rung-selected" : ""}${compared ? " rung-compared" : ""}${mark ? ` rung-marked rung-${mark.severity}` : ""}`}
      style={{ top: item.y, height: item.height }}
      onClick={(event) => select(item.row.ref, event)}
    >
      <span className="visually-hidden">{words}</span>
      <RowTime item={item} baseUs={baseUs} leg={leg} />
      {mark && (
        <span className={`rung-mark severity-${mark.severity}`}>
          <Icon name={SEVERITY_ICON[mark.severity]} size={13} />
        </span>
      )}
      <Arrow
        item={item}
        width={layout.width}
        born={born}
        severity={mark?.severity}
        grade={grade}
        witnesses={witnesses}
        leg={leg}
        chips={chips}
        note={item.row.kind === "log" && message ? noteOf(message) : ""}
        scale={scale}
      />
    </div>
  );
});

function RowTime({ item, baseUs, leg }: { item: ArrowItem; baseUs: number | null; leg: number | null }) {
  const { zone } = useSettings();
  const us = fromRfc3339(item.row.at);
  const parts = clockParts(us, zone);
  return (
    <div className="gutter" aria-hidden="true">
      {baseUs !== null ? (
        <span>{us === baseUs ? "0" : signedDelta(us - baseUs)}</span>
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
      <div className="gutter" aria-hidden="true">
        <span className="gap-word">
          {spokenDuration(item.gapUs / 1e6)}
          <span>{LADDER_WORDS.silence}</span>
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

/** A key that was pressed, or a message that should have come: no row to choose, for there is nothing to read. */
export function EventRow({ item, layout }: { item: EventItem; layout: LadderLayout }) {
  const { event, x1, x2, height } = item;
  const { zone } = useSettings();
  const { clock, ms } = clockParts(event.atUs, zone);
  const lost = event.kind === "missing";
  const y = height / 2;
  const [from, to] = [x1 ?? x2 ?? layout.columns[0] ?? 0, x2 ?? x1 ?? layout.columns[0] ?? 0];
  const [left, right] = [Math.min(from, to), Math.max(from, to)];
  const middle = (left + right) / 2;
  // The text stands beside the mark, towards the side with more room.
  const at = lost && left < right ? middle : left;
  const beyond = at > layout.width / 2;
  return (
    <div className={`rung rung-event rung-${event.kind}`} style={{ top: item.y, height }} title={event.text} role="presentation">
      <div className="gutter" aria-hidden="true">
        <span>
          {clock}.{ms}
        </span>
        {lost && <span>{LADDER_WORDS.never}</span>}
      </div>
      <svg className="arrow" width={layout.width} height={height} aria-hidden="true">
        {left < right && <line className="arrow-line" x1={left} x2={right} y1={y} y2={y} />}
        {lost && left < right && <path className="arrow-cross" d={`M${middle - 5} ${y - 5}l10 10m0 -10l-10 10`} />}
        <text x={beyond ? at - 12 : at + 12} y={y + 4} textAnchor={beyond ? "end" : "start"}>
          {fitLabel(event.text, (beyond ? at : layout.width - at) - 20)}
        </text>
      </svg>
    </div>
  );
}
