// The ladder: every host a column, every message an arrow at its microsecond. Only rows in view are drawn.
import { useEffect, useMemo, useRef, useState } from "react";
import type { CSSProperties } from "react";
import type { Ladder } from "../api/shapes.ts";
import { useKeys } from "../ui/keys.ts";
import { useSize } from "../ui/size.ts";
import type { Birth, Mark } from "../findings/marks.ts";
import type { ReportGrade } from "../quality/grades.ts";
import { LadderHead } from "./ladder-head.tsx";
import { GapRow, LadderRowView } from "./ladder-rows.tsx";
import { marksWitnesses } from "./witnesses.ts";
import { layoutLadder, visibleItems } from "./layout.ts";

interface LadderViewProps {
  ladder: Ladder;
  selected: string;
  /** Messages that findings point to, by ref. */
  marks: ReadonlyMap<string, Mark>;
  /** Where the cause was born. */
  birth: Birth | null;
  /** What media reports say of the sound, by ref. */
  grades: ReadonlyMap<string, ReportGrade>;
  /** Index of the leg by ref; null for a call of one leg. */
  legOf: ReadonlyMap<string, number> | null;
  select: (ref: string) => void;
  /** Ends that speak only media stand apart from each other. */
  mediaOpen: boolean;
  toggleMedia: () => void;
}

/** Clock and delta; on a phone the delta alone. */
const [GUTTER_WIDE, GUTTER_NARROW, NARROW] = [236, 104, 640];
const LEG_COLUMN = 26;
const HEAD = 44;

export function LadderView({ ladder, selected, marks, birth, grades, legOf, select, mediaOpen, toggleMedia }: LadderViewProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(scroller);
  const [top, setTop] = useState(0);
  const [sinceStart, setSinceStart] = useState(false);
  useKeys({ t: () => setSinceStart(!sinceStart), m: toggleMedia });
  const narrow = width < NARROW;
  const gutter = (narrow ? GUTTER_NARROW : GUTTER_WIDE) + (legOf ? LEG_COLUMN : 0);
  const layout = useMemo(() => layoutLadder(ladder, Math.max(0, width - gutter), mediaOpen), [ladder, width, gutter, mediaOpen]);
  const witnesses = useMemo(() => marksWitnesses(ladder), [ladder]);
  const [first, end] = visibleItems(layout.items, top - 200, top + height + 200);
  const at = ladder.rows.findIndex((row) => row.ref === selected);
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
      style={{ "--gutter": `${gutter}px` } as CSSProperties}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <LadderHead
        ladder={ladder}
        layout={layout}
        width={layout.width + gutter}
        sinceStart={sinceStart}
        toggle={() => setSinceStart(!sinceStart)}
        toggleMedia={toggleMedia}
      />
      <div
        className="ladder-rows"
        tabIndex={0}
        role="listbox"
        aria-label={`Ladder: ${ladder.rows.length} messages between ${ladder.columns.length} hosts`}
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
        {layout.items
          .slice(first, end)
          .map((item) =>
            item.type === "gap" ? (
              <GapRow key={`gap${item.y}`} item={item} layout={layout} />
            ) : (
              <LadderRowView
                key={item.row.ref}
                item={item}
                ladder={ladder}
                layout={layout}
                selected={item.index === at}
                mark={marks.get(item.row.ref)}
                born={item.index === birth?.index ? birth.end : null}
                grade={grades.get(item.row.ref)}
                leg={legOf?.get(item.row.ref) ?? null}
                witnesses={witnesses}
                sinceStart={sinceStart}
                select={select}
              />
            ),
          )}
      </div>
    </div>
  );
}
