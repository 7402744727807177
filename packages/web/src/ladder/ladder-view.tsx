// The ladder: every host a column, every message an arrow at its microsecond. Only rows in view are drawn.
import { fromRfc3339 } from "@sipglass/model";
import { useEffect, useMemo, useRef, useState } from "react";
import type { CSSProperties, MouseEvent } from "react";
import type { MessageJson } from "../api/shapes.ts";
import type { Birth, Mark } from "../findings/marks.ts";
import type { ReportGrade } from "../quality/grades.ts";
import { isTouched } from "../ui/settings.ts";
import { useSize } from "../ui/size.ts";
import { carried, usePageSearch } from "../url/use-page-search.ts";
import { nextTimeMode } from "../url/ladder-search.ts";
import type { TimeMode, Zoom } from "../url/ladder-search.ts";
import { LADDER_WORDS } from "../words/ladder.ts";
import type { ArrangedLadder } from "./arrange.ts";
import type { LadderEvent } from "./events.ts";
import { LadderHead } from "./ladder-head.tsx";
import { EventRow, GapRow, LadderRowView } from "./ladder-rows.tsx";
import { marksWitnesses } from "./witnesses.ts";
import { layoutLadder, scaleOf, visibleItems } from "./layout.ts";

interface LadderViewProps {
  ladder: ArrangedLadder;
  selected: string;
  /** What the selected one is compared with; "" = nothing. */
  compared: string;
  /** By ref; empty until they are there. */
  messages: ReadonlyMap<string, MessageJson>;
  events: readonly LadderEvent[];
  /** Messages that findings point to, by ref. */
  marks: ReadonlyMap<string, Mark>;
  /** Where the cause was born. */
  birth: Birth | null;
  /** What media reports say of the sound, by ref. */
  grades: ReadonlyMap<string, ReportGrade>;
  /** Index of the leg by ref; null for a call of one leg. */
  legOf: ReadonlyMap<string, number> | null;
  time: TimeMode;
  zoom: Zoom;
  /** Ends that speak only media stand apart from each other. */
  mediaOpen: boolean;
  select: (ref: string, event: MouseEvent) => void;
}

/** Clock and delta; on a phone the delta alone. */
const [GUTTER_WIDE, GUTTER_NARROW, NARROW] = [236, 104, 640];
const LEG_COLUMN = 26;
const HEAD = 44;
/** Drawn above and below what is in view, so that quick scrolling shows rows at once. */
const AROUND = 240;

export function LadderView({ ladder, selected, compared, messages, events, marks, birth, grades, legOf, time, zoom, mediaOpen, select }: LadderViewProps) {
  const { search, patch } = usePageSearch();
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const [top, setTop] = useState(0);
  const narrow = width < NARROW;
  const gutter = (narrow ? GUTTER_NARROW : GUTTER_WIDE) + (legOf ? LEG_COLUMN : 0);
  const room = Math.max(0, width - gutter);
  const layout = useMemo(() => layoutLadder(ladder, room, { mediaOpen, zoom, events, touch: isTouched() }), [ladder, room, mediaOpen, zoom, events]);
  const witnesses = useMemo(() => marksWitnesses(ladder), [ladder]);
  const [first, end] = visibleItems(layout.items, top - AROUND, top + height + AROUND);
  const at = useMemo(() => ladder.rows.findIndex((row) => row.ref === selected), [ladder, selected]);
  const scale = scaleOf(zoom);
  const baseUs = baseOf(ladder, time, at);
  useEffect(() => {
    const item = layout.items.find((each) => each.type === "arrow" && each.index === at);
    const box = scroller.current;
    if (!item || !box) return;
    if (item.y < box.scrollTop) box.scrollTop = item.y - 40;
    else if (item.y + item.height > box.scrollTop + box.clientHeight - HEAD)
      box.scrollTop = item.y + item.height - box.clientHeight + HEAD + 40;
  }, [at, layout]);
  return (
    <div
      className={`ladder${narrow ? " ladder-narrow" : ""}${legOf ? " ladder-legs" : ""}`}
      ref={scroller}
      style={{ "--gutter": `${gutter}px`, "--scale": scale } as CSSProperties}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <LadderHead
        ladder={ladder}
        layout={layout}
        width={layout.width + gutter}
        time={time}
        carry={carried(search)}
        nextTime={() => patch({ time: timePatch(nextTimeMode(time)) }, { replace: true })}
        toggleMedia={() => patch({ media: search.media ? undefined : "1" }, { replace: true })}
        arrange={(hosts) => patch({ hosts }, { replace: true })}
      />
      <div
        className="ladder-rows"
        tabIndex={0}
        role="listbox"
        aria-label={LADDER_WORDS.label(ladder.rows.length, ladder.columns.length)}
        aria-activedescendant={at >= 0 ? `arrow-${at}` : undefined}
        style={{ height: layout.height, width: layout.width + gutter }}
      >
        <svg className="lifelines" width={layout.width} height={layout.height} style={{ left: gutter }} aria-hidden="true">
          {layout.media && (
            <rect className="media-part" x={layout.media.left} width={layout.width - layout.media.left} height={layout.height} />
          )}
          {[...new Set(layout.columns)].map((x) => (
            <line key={x} x1={x + 0.5} x2={x + 0.5} y1={0} y2={layout.height} />
          ))}
        </svg>
        {layout.items.slice(first, end).map((item) => {
          if (item.type === "gap") return <GapRow key={`gap${item.y}`} item={item} layout={layout} />;
          if (item.type === "event") return <EventRow key={`event${item.y}`} item={item} layout={layout} />;
          const { ref } = item.row;
          return (
            <LadderRowView
              key={ref}
              item={item}
              ladder={ladder}
              layout={layout}
              selected={item.index === at}
              compared={ref === compared}
              message={messages.get(ref)}
              mark={marks.get(ref)}
              born={item.index === birth?.index ? birth.end : null}
              grade={grades.get(ref)}
              leg={legOf?.get(ref) ?? null}
              witnesses={witnesses}
              baseUs={baseUs}
              scale={scale}
              select={select}
            />
          );
        })}
      </div>
    </div>
  );
}

/** What the times count from; null = they are the clock's. */
function baseOf(ladder: ArrangedLadder, time: TimeMode, selected: number): number | null {
  if (time === "clock") return null;
  const row = ladder.rows[time === "selected" ? Math.max(0, selected) : 0];
  return row ? fromRfc3339(row.at) : null;
}

/** The clock is the default, and defaults do not stand in the URL. */
export const timePatch = (mode: TimeMode): "start" | "selected" | undefined => (mode === "clock" ? undefined : mode);
