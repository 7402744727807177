// The list of calls as the page shows it: the rows in memory, live changes laid over them, and how to get to all others.
import { useEffect, useMemo, useRef, useState } from "react";
import { groupingOf, useHistogram } from "../api/questions.ts";
import { useLiveStream } from "../api/live-stream.ts";
import { useTellStreamState } from "../shell/stream-state.ts";
import { isRelative, rangeOf, resolveRange } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { courseOf, momentAt, shareOf } from "./course.ts";
import { applyChanges, LIVE_LIMIT, NO_LIVE_ROWS, release, rowsOf } from "./live-rows.ts";
import { NEWEST, OLDEST, placeAt, placeBeyond, windowLegs, windowRows, windowWarnings } from "./list-window.ts";
import type { Side } from "./list-window.ts";
import { useListWindow } from "./use-list-window.ts";
import { useSessionRows } from "./use-session-rows.ts";
import type { SessionRowsView } from "./use-session-rows.ts";

/** How a list that is longer than its rows in memory is moved through. */
export interface Travel {
  /** Nothing newer, nothing older than the rows in memory. */
  first: boolean;
  last: boolean;
  /** Rows of the whole list, as far as known. */
  total: number;
  /** Grows when the rows are others, from elsewhere in the list. */
  seeks: number;
  extend: (side: Side) => void;
  /** To where this share of the list stands: 0 = newest, 1 = oldest. */
  seek: (share: number) => void;
  momentAt: (share: number) => number | null;
  shareOf: (us: number) => number;
}

export interface CallsView extends SessionRowsView, Travel {
  waiting: number;
  /** More may have happened than the list knows; it is asked again at the top, where nothing moves. */
  missed: boolean;
  /** The first rows are not there yet and nothing older can stand in. */
  loading: boolean;
  /** What is on show answers an earlier question. */
  stale: boolean;
  error: Error | null;
  warnings: string[] | null;
  retry: () => void;
  /** The reader is at the top (or wants to be): show what waits. */
  showWaiting: () => void;
  setAtTop: (atTop: boolean) => void;
}

const nothing = (): void => undefined;

/** Of a list that is in memory as a whole. */
export const WHOLE: Omit<Travel, "total"> = {
  first: true,
  last: true,
  seeks: 0,
  extend: nothing,
  seek: nothing,
  momentAt: () => null,
  shareOf: () => 0,
};

/** Counts by which places in the list are found; few calls need none. */
const BUCKETS = 600;
const COUNT_EVERY_MS = 15_000;

export function useCallsView(): CallsView {
  const { search, asked: q } = usePageSearch();
  const range = rangeOf(search);
  const live = isRelative(range) && search.live !== "0";
  const group = groupingOf(search);
  const list = useListWindow(q, range, group);
  // The rows first: counts of the same question would stand before them in the queue.
  const counted = useHistogram(q, range, group, list.pending ? 0 : BUCKETS, live ? COUNT_EVERY_MS : false);
  const course = useMemo(() => courseOf(counted.data ?? { items: [], bucket_s: 1 }), [counted.data]);
  const [overlay, setOverlay] = useState(NO_LIVE_ROWS);
  const [missed, setMissed] = useState(false);
  const atTop = useRef(true);
  const pages = useMemo(() => windowRows(list.window), [list.window]);
  const ids = useMemo(() => new Set(pages.map((call) => call.id)), [pages]);
  useEffect(() => (setOverlay(NO_LIVE_ROWS), setMissed(false)), [list.question, list.seeks]);

  const first = placeBeyond(list.window, "newer") === null;
  const last = placeBeyond(list.window, "older") === null;
  const mayMove = (): boolean => atTop.current && first && !search.peek;
  const askAgain = (): void => (setMissed(false), list.renewHead());
  const stream = useLiveStream(q, live && !list.pending && list.error === null, {
    onChanges: (changes) =>
      setOverlay((now) =>
        applyChanges(now, changes, {
          atTop: mayMove(),
          fromUs: resolveRange(range, Date.now() * 1000).fromUs,
          oldest: pages.at(-1),
          last,
          has: (id) => ids.has(id),
        }),
      ),
    onGap: (begins) => ((begins && first) || mayMove() ? askAgain() : setMissed(true)),
  });
  useTellStreamState(stream);
  const all = useMemo(() => rowsOf(overlay, pages), [overlay, pages]);
  const counts = useMemo(() => windowLegs(list.window), [list.window]);
  const sessions = useSessionRows(all, counts, group === "session");
  const setAtTop = (now: boolean): void => {
    if (now && !atTop.current && first) showWaiting();
    atTop.current = now;
  };
  const showWaiting = (): void => {
    if (!first || overlay.shown.length + overlay.waiting.length > LIVE_LIMIT) void list.seek(NEWEST);
    else setOverlay(release);
    if (missed && first) askAgain();
  };
  const seek = (share: number): void => {
    const us = momentAt(course, share);
    if (share <= 0) void list.seek(NEWEST);
    else if (share >= 1) void list.seek(OLDEST);
    else if (us !== null) void list.seek(placeAt(us));
  };
  return {
    ...sessions,
    first,
    last,
    total: first && last ? sessions.rows.length : Math.max(course.total, sessions.rows.length),
    seeks: list.seeks,
    extend: list.extend,
    seek,
    momentAt: (share) => momentAt(course, share),
    shareOf: (us) => shareOf(course, us),
    waiting: overlay.waiting.filter(({ id }) => !ids.has(id)).length,
    missed,
    loading: list.pending && list.question === "",
    stale: list.pending && list.question !== "",
    error: list.error,
    warnings: windowWarnings(list.window),
    retry: () => void list.seek(NEWEST),
    showWaiting,
    setAtTop,
  };
}
