// Rows of the ladder: an arrow with its time, or a folded silence.
import { fromRfc3339 } from "@sipglass/model";
import { memo } from "react";
import type { Ladder } from "../api/shapes.ts";
import { useSettings } from "../ui/settings.ts";
import { clockParts } from "../words/clock.ts";
import { exactDuration, spokenDuration } from "../words/duration.ts";
import { Arrow } from "./arrow.tsx";
import { describeRow, signedDelta } from "./describe.ts";
import type { ArrowItem, GapItem, LadderLayout } from "./layout.ts";

interface LadderRowProps {
  item: ArrowItem;
  ladder: Ladder;
  layout: LadderLayout;
  selected: boolean;
  born: boolean;
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
  born,
  witnesses,
  sinceStart,
  select,
}: LadderRowProps) {
  const words = describeRow(ladder, item.row);
  const kind = item.row.kind === "media" ? "rung rung-media" : "rung";
  return (
    <div
      id={`arrow-${item.index}`}
      role="option"
      aria-selected={selected}
      aria-label={words}
      title={words}
      className={selected ? `${kind} rung-selected` : kind}
      style={{ top: item.y, height: item.height }}
      onClick={() => select(item.row.ref)}
    >
      <RowTime item={item} startUs={fromRfc3339(ladder.rows[0]?.at ?? "")} sinceStart={sinceStart} />
      <Arrow item={item} width={layout.width} born={born} witnesses={witnesses} />
    </div>
  );
});

function RowTime({ item, startUs, sinceStart }: { item: ArrowItem; startUs: number; sinceStart: boolean }) {
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
    </div>
  );
}

export function GapRow({ item, layout }: { item: GapItem; layout: LadderLayout }) {
  const middle = item.height / 2;
  const zigzag = (x: number): string => `M${x + 0.5} 0V${middle - 8}l-5 4l10 4l-10 4l5 4V${item.height}`;
  return (
    <div className="rung rung-gap" style={{ top: item.y, height: item.height }} role="presentation">
      <div className="gutter">
        <span className="gap-word">{spokenDuration(item.gapUs / 1e6)} of silence</span>
      </div>
      <svg width={layout.width} height={item.height} aria-hidden="true">
        {[...new Set(layout.columns)].map((x) => (
          <path key={x} d={zigzag(x)} />
        ))}
      </svg>
    </div>
  );
}
