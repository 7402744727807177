// Heads of the ladder: time on the left, then every host over its lifeline. Stays in place while the ladder scrolls.
import type { CSSProperties } from "react";
import { Icon } from "../ui/icon.tsx";
import type { TimeMode } from "../url/ladder-search.ts";
import type { PageSearch } from "../url/page-search.ts";
import { counted } from "../words/count.ts";
import { LADDER_WORDS, TIME_WORDS, LADDER_VIEW_WORDS } from "../words/ladder.ts";
import type { ArrangedLadder } from "./arrange.ts";
import { HostHead } from "./host-head.tsx";
import type { LadderLayout, MediaPart } from "./layout.ts";

interface LadderHeadProps {
  ladder: ArrangedLadder;
  layout: LadderLayout;
  width: number;
  time: TimeMode;
  carry: PageSearch;
  nextTime: () => void;
  toggleMedia: () => void;
  arrange: (hosts: string) => void;
}

export function LadderHead({ ladder, layout, width, time, carry, nextTime, toggleMedia, arrange }: LadderHeadProps) {
  const { columns: xs, media } = layout;
  return (
    <div className="ladder-head" style={{ width }}>
      <div className="gutter">
        <button type="button" className="link" title={LADDER_WORDS.timeTitle} onClick={nextTime}>
          {TIME_WORDS[time]}
        </button>
        <span>{LADDER_WORDS.delta}</span>
      </div>
      {media && <MediaHead media={media} toggle={toggleMedia} />}
      {ladder.columns.map((column, index) => {
        const isMedia = media?.columns.includes(index) ?? false;
        if (isMedia && media?.folded) return null;
        return (
          <HostHead
            key={column.id}
            columns={ladder.columns}
            index={index}
            x={xs[index] ?? 0}
            pitch={pitchAt(xs, index, layout.width)}
            xs={xs}
            media={isMedia}
            carry={carry}
            arrange={arrange}
          />
        );
      })}
    </div>
  );
}

/** Room for a head: as far as the nearest neighbour, and twice as far as the edge. */
function pitchAt(xs: readonly number[], index: number, width: number): number {
  const own = xs[index] ?? 0;
  const near = xs.filter((x) => x !== own).map((x) => Math.abs(x - own));
  return Math.round(Math.min(168, ...near, 2 * own, 2 * Math.max(width - own, 20)));
}

/** Over the ends that never speak SIP: how many, and the way to see each or all as one. */
function MediaHead({ media, toggle }: { media: MediaPart; toggle: () => void }) {
  const words = counted(media.columns.length, `${media.word} end`);
  return (
    <div className={media.folded ? "media-head media-head-folded" : "media-head"} style={{ "--x": `${media.left}px` } as CSSProperties}>
      {media.columns.length === 1 ? (
        words
      ) : (
        <button type="button" className="link" aria-expanded={!media.folded} title={LADDER_VIEW_WORDS.eachEndApartOr} onClick={toggle}>
          {words} <Icon name={media.folded ? "right" : "left"} size={11} />
        </button>
      )}
    </div>
  );
}
