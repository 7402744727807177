// The dense table of calls, of any length: only the rows around what is seen are drawn. One tab stop; the selected row is told by
// aria-activedescendant. Nothing moves unless the reader is at the top.
import { fromRfc3339 } from "@sipglass/model";
import { useEffect, useMemo, useRef } from "react";
import type { CSSProperties, RefObject } from "react";
import { useNowUs } from "../ui/now.ts";
import { rowPx, useSettings } from "../ui/settings.ts";
import { useSize } from "../ui/size.ts";
import { rangeOf, resolveRange } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { clockParts, shortTime } from "../words/clock.ts";
import type { Zone } from "../words/clock.ts";
import { CALLS_WORDS as WORDS } from "../words/calls.ts";
import { CallRow } from "./call-row.tsx";
import type { RowActions } from "./call-row.tsx";
import { fitted } from "./column-choice.ts";
import type { Fitted } from "./column-choice.ts";
import { ColumnHeads } from "./column-heads.tsx";
import type { Column } from "./columns.tsx";
import { useColumns } from "./use-columns.ts";
import { useRowScroll } from "./use-row-scroll.ts";
import type { RowScroll } from "./use-row-scroll.ts";
import type { CallsView } from "./use-calls-view.ts";

/** What the keys of the list move it by. */
export interface TableMoves {
  toShare: (share: number) => void;
}

interface CallsTableProps {
  view: CallsView;
  /** Index of the selected row, -1 for none. */
  at: number;
  actions: RowActions;
  marked: ReadonlySet<string>;
  moves: RefObject<TableMoves | null>;
}

const HEAD = 30;
const TIME_PX = 92;
const DAY_TIME_PX = 132;
const SKELETON = Array.from({ length: 14 }, (_, index) => index);

export function CallsTable({ view, at, actions, marked, moves }: CallsTableProps) {
  const settings = useSettings();
  const { zone } = settings;
  const nowUs = useNowUs(60_000);
  const context = useMemo(() => ({ zone, nowUs }), [zone, nowUs]);
  const scroller = useRef<HTMLDivElement>(null);
  const { width } = useSize(scroller);
  const withDays = useWithDays(view, nowUs);
  const { columns: wanted } = useColumns();
  const fit = useMemo(() => fitted(wanted, width, withDays ? DAY_TIME_PX : TIME_PX), [wanted, width, withDays]);
  const row = rowPx(settings);
  const ids = useMemo(() => view.rows.map(({ id }) => id), [view.rows]);
  const startUs = (index: number): number | null => {
    const started = view.rows[index]?.started_at;
    return started ? fromRfc3339(started) : null;
  };
  const scroll = useRowScroll({ scroller, ids, startUs, travel: view, row, head: HEAD });
  useEffect(() => {
    moves.current = { toShare: scroll.toShare };
    return () => void (moves.current = null);
  }, [moves, scroll.toShare]);
  useEffect(() => {
    if (at >= 0) scroll.toRow(at);
    // Only a new selection scrolls; rows that arrive must not.
  }, [view.rows[at]?.id]);
  const classes = ["table-scroll", view.stale && "stale", fit.narrow && "calls-narrow"].filter(Boolean).join(" ");
  return (
    <div className={marked.size > 0 ? "calls-pane has-marks" : "calls-pane"}>
      {(view.waiting > 0 || view.missed) && (
        <button type="button" className="pill" onClick={() => (view.showWaiting(), scroller.current?.scrollTo({ top: 0 }))}>
          {view.missed ? WORDS.freshUnknown : WORDS.fresh(view.waiting)}
        </button>
      )}
      {scroll.goingTo !== null && <div className="going-to">{shortTime(scroll.goingTo, zone, true)}</div>}
      <div
        className={classes}
        id="calls-grid"
        ref={scroller}
        tabIndex={0}
        role="grid"
        aria-label={WORDS.list}
        aria-busy={view.loading || view.stale}
        aria-multiselectable="true"
        aria-rowcount={view.first && view.last ? view.rows.length + 1 : -1}
        aria-activedescendant={at >= 0 ? `row-${view.rows[at]?.id}` : undefined}
        style={{ "--columns": fit.template, "--gap": `${fit.gap}px` } as CSSProperties}
        onScroll={(event) => (view.setAtTop(event.currentTarget.scrollTop < 4), scroll.onScroll())}
      >
        <ColumnHeads columns={fit.columns} />
        <div className="rows" role="presentation" style={{ "--area": `${view.loading ? 0 : scroll.height}px` } as CSSProperties}>
          <Rows view={view} scroll={scroll} row={row} fit={fit} at={at} marked={marked} context={context} actions={actions} />
        </div>
        {view.loading && SKELETON.map((index) => <SkeletonRow key={index} columns={fit.columns} />)}
      </div>
    </div>
  );
}

interface RowsProps extends Pick<CallsTableProps, "view" | "at" | "marked" | "actions"> {
  scroll: RowScroll;
  row: number;
  fit: Fitted<Column>;
  context: { zone: Zone; nowUs: number };
}

/** Rows in memory where they stand, and the shape of rows where they are not there yet. */
function Rows({ view, scroll, row, fit, at, marked, context, actions }: RowsProps) {
  const { drawn, base } = scroll;
  const indexes = Array.from({ length: Math.max(0, drawn.to - drawn.from) }, (_, step) => drawn.from + step);
  if (view.loading) return null;
  return indexes.map((index) => {
    const call = view.rows[index];
    const top = base + index * row;
    if (!call) return view.first && view.last ? null : <SkeletonRow key={index} columns={fit.columns} top={top} />;
    return (
      <CallRow
        key={call.id}
        call={call}
        columns={fit.columns}
        legs={view.legs.get(call.id)}
        index={index}
        top={top}
        selected={index === at}
        marked={marked.has(call.id)}
        context={context}
        actions={actions}
      />
    );
  });
}

function SkeletonRow({ columns, top }: { columns: readonly Column[]; top?: number }) {
  return (
    <div className="row skeleton" aria-hidden="true" style={top === undefined ? undefined : { transform: `translateY(${top}px)` }}>
      <span className="col-mark" />
      {columns.map(({ id }) => (
        <span key={id} className={`col-${id}`}>
          <i />
        </span>
      ))}
    </div>
  );
}

/** By what is asked and by what came: a query may set its own range, and clocks of senders may be ahead. */
function useWithDays({ rows }: CallsView, nowUs: number): boolean {
  const { zone } = useSettings();
  const { search } = usePageSearch();
  const today = clockParts(nowUs, zone).day;
  const ends = [rows[0], rows.at(-1)].flatMap((row) => (row?.started_at ? [fromRfc3339(row.started_at)] : []));
  return [resolveRange(rangeOf(search), nowUs).fromUs, ...ends].some((us) => clockParts(us, zone).day !== today);
}
