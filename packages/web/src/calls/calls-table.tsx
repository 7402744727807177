// The dense virtual table of calls. One tab stop; the selected row is told by aria-activedescendant.
// Nothing moves unless the reader is at the top.
import { fromRfc3339 } from "@sipglass/model";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { useNowUs } from "../ui/now.ts";
import { useSettings } from "../ui/settings.ts";
import { rangeOf, resolveRange } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { clockParts } from "../words/clock.ts";
import { CallRow } from "./call-row.tsx";
import type { RowActions } from "./call-row.tsx";
import { COLUMNS } from "./columns.tsx";
import type { CallsView } from "./use-calls-view.ts";

interface CallsTableProps {
  view: CallsView;
  /** Index of the selected row, -1 for none. */
  at: number;
  actions: RowActions;
}

const HEAD = 30;
const SKELETON = Array.from({ length: 14 }, (_, index) => index);

export function CallsTable({ view, at, actions }: CallsTableProps) {
  const { zone, density } = useSettings();
  const nowUs = useNowUs(60_000);
  const context = useMemo(() => ({ zone, nowUs }), [zone, nowUs]);
  const { search } = usePageSearch();
  const today = clockParts(nowUs, zone).day;
  const otherDay = (us: number): boolean => clockParts(us, zone).day !== today;
  // By what is asked and by what came: a query may set its own range, and clocks of senders may be ahead.
  const ends = [view.rows[0], view.rows.at(-1)].flatMap((row) => (row?.started_at ? [fromRfc3339(row.started_at)] : []));
  const withDays = [resolveRange(rangeOf(search), nowUs).fromUs, ...ends].some(otherDay);
  const scroller = useRef<HTMLDivElement>(null);
  const height = density === "dense" ? 28 : 36;
  const virtual = useVirtualizer({
    count: view.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    getItemKey: (index) => view.rows[index]?.id ?? index,
    scrollPaddingStart: HEAD,
    paddingStart: 0,
  });
  useEffect(() => void virtual.measure(), [virtual, height]);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
    // Only a new selection scrolls; rows that arrive must not.
  }, [view.rows[at]?.id]);
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last >= view.rows.length - 30 && view.hasMore) view.loadMore();
  });
  return (
    <div className={withDays ? "calls-pane with-days" : "calls-pane"}>
      {(view.waiting > 0 || view.missed) && (
        <button type="button" className="pill" onClick={() => (view.showWaiting(), scroller.current?.scrollTo({ top: 0 }))}>
          {view.missed ? "New calls" : `${view.waiting} new`}
        </button>
      )}
      <div
        className={view.stale ? "table-scroll stale" : "table-scroll"}
        id="calls-grid"
        ref={scroller}
        tabIndex={0}
        role="grid"
        aria-label="Calls"
        aria-busy={view.loading || view.stale}
        aria-rowcount={view.hasMore ? -1 : view.rows.length + 1}
        aria-activedescendant={at >= 0 ? `row-${view.rows[at]?.id}` : undefined}
        onScroll={(event) => view.setAtTop(event.currentTarget.scrollTop < 4)}
      >
        <div className="row head" role="row" aria-rowindex={1}>
          {COLUMNS.map(({ id, head, hint }) => (
            <span key={id} role="columnheader" className={`col-${id}`} title={hint}>
              {head}
            </span>
          ))}
        </div>
        <div className="rows" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {shown.map(({ index, start }) => {
            const call = view.rows[index];
            return (
              call && (
                <CallRow
                  key={call.id}
                  call={call}
                  legs={view.legs.get(call.id)}
                  index={index}
                  top={start}
                  selected={index === at}
                  context={context}
                  actions={actions}
                />
              )
            );
          })}
        </div>
        {view.loading &&
          SKELETON.map((index) => (
            <div key={index} className="row skeleton" aria-hidden="true">
              {COLUMNS.map(({ id }) => (
                <span key={id} className={`col-${id}`}>
                  <i />
                </span>
              ))}
            </div>
          ))}
      </div>
    </div>
  );
}
