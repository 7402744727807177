// Heads of the ladder: time on the left, then every host over its lifeline. Stays in place while the ladder scrolls.
import type { CSSProperties } from "react";
import type { Ladder } from "../api/shapes.ts";
import { Icon } from "../ui/icon.tsx";
import { counted } from "../words/count.ts";
import type { LadderLayout, MediaPart } from "./layout.ts";

interface LadderHeadProps {
  ladder: Ladder;
  layout: LadderLayout;
  width: number;
  sinceStart: boolean;
  toggle: () => void;
  toggleMedia: () => void;
}

export function LadderHead({ ladder, layout, width, sinceStart, toggle, toggleMedia }: LadderHeadProps) {
  return (
    <div className="ladder-head" role="presentation" style={{ width }}>
      <div className="gutter">
        <button type="button" className="link" title="Clock or time since start (t)" onClick={toggle}>
          {sinceStart ? "since start" : "clock"}
        </button>
        <span>delta</span>
      </div>
      {layout.media && <MediaHead media={layout.media} toggle={toggleMedia} />}
      {ladder.columns.map((column, index) => {
        const media = layout.media?.columns.includes(index) ?? false;
        if (media && layout.media?.folded) return null;
        return (
          <div
            key={column.id}
            className={media ? "host host-media" : "host"}
            style={{ "--x": `${layout.columns[index]}px` } as CSSProperties}
            title={`${column.label}\n${column.address}`}
          >
            <b className="clip">{column.label}</b>
            {column.label !== column.address && <span className="clip">{column.address}</span>}
          </div>
        );
      })}
    </div>
  );
}

/** Over the ends that never speak SIP: how many, and the way to see each or all as one. */
function MediaHead({ media, toggle }: { media: MediaPart; toggle: () => void }) {
  const words = counted(media.columns.length, `${media.word} end`);
  return (
    <div className={media.folded ? "media-head media-head-folded" : "media-head"} style={{ "--x": `${media.left}px` } as CSSProperties}>
      {media.columns.length === 1 ? (
        words
      ) : (
        <button type="button" className="link" aria-expanded={!media.folded} title="Each end apart, or all as one (m)" onClick={toggle}>
          {words} <Icon name={media.folded ? "right" : "left"} size={11} />
        </button>
      )}
    </div>
  );
}
