// The list of calls as the page shows it: loaded pages, live changes laid over them, and how to get more.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useCalls } from "../api/questions.ts";
import { useLiveStream } from "../api/live-stream.ts";
import { useTellStreamState } from "../shell/stream-state.ts";
import { isRelative, rangeOf, resolveRange } from "../url/time-range.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { useSessionRows } from "./use-session-rows.ts";
import type { SessionRowsView } from "./use-session-rows.ts";
import { applyChanges, LIVE_LIMIT, NO_LIVE_ROWS, release, rowsOf } from "./live-rows.ts";

export interface CallsView extends SessionRowsView {
  waiting: number;
  /** More may have happened than the list knows; it is asked again at the top, where nothing moves. */
  missed: boolean;
  /** The first page is not there yet and nothing older can stand in. */
  loading: boolean;
  /** What is on show answers an earlier question. */
  stale: boolean;
  error: Error | null;
  warnings: string[] | null;
  hasMore: boolean;
  loadMore: () => void;
  retry: () => void;
  /** The reader is at the top (or wants to be): show what waits. */
  showWaiting: () => void;
  setAtTop: (atTop: boolean) => void;
}

export function useCallsView(): CallsView {
  const { search, asked: q } = usePageSearch();
  const client = useQueryClient();
  const range = rangeOf(search);
  const live = isRelative(range) && search.live !== "0";
  const grouped = search.group !== "legs";
  const calls = useCalls(q, range, grouped ? "session" : "leg");
  const [overlay, setOverlay] = useState(NO_LIVE_ROWS);
  const [missed, setMissed] = useState(false);
  const atTop = useRef(true);
  const pages = useMemo(() => calls.data?.pages.flatMap((page) => page.items) ?? [], [calls.data]);
  const ids = useMemo(() => new Set(pages.map((call) => call.id)), [pages]);
  const question = `${q} ${range.from} ${range.to ?? ""} ${grouped}`;
  useEffect(() => (setOverlay(NO_LIVE_ROWS), setMissed(false)), [question, calls.isPlaceholderData]);

  const askAgain = (): void => {
    setMissed(false);
    void client.invalidateQueries({ queryKey: ["calls"] });
  };
  const refresh = (): void => {
    setOverlay(NO_LIVE_ROWS);
    void client.resetQueries({ queryKey: ["calls", q, range.from, range.to ?? "", grouped ? "session" : "leg"] });
  };
  const stream = useLiveStream(q, live && !calls.isPlaceholderData && calls.isSuccess, {
    onChanges: (changes) =>
      setOverlay((now) =>
        applyChanges(now, changes, {
          atTop: atTop.current && !search.peek,
          fromUs: resolveRange(range, Date.now() * 1000).fromUs,
          has: (id) => ids.has(id),
        }),
      ),
    onGap: (first) => (first || (atTop.current && !search.peek) ? askAgain() : setMissed(true)),
  });
  useTellStreamState(stream);
  const all = useMemo(() => rowsOf(overlay, pages), [overlay, pages]);
  const counts = useMemo(() => new Map(calls.data?.pages.flatMap((page) => page.legs) ?? []), [calls.data]);
  const sessions = useSessionRows(all, counts, grouped);
  const setAtTop = (now: boolean): void => {
    if (now && !atTop.current) showWaiting();
    atTop.current = now;
  };
  const showWaiting = (): void => {
    if (overlay.shown.length + overlay.waiting.length > LIVE_LIMIT) refresh();
    else setOverlay(release);
    if (missed) askAgain();
  };
  const partial = calls.data?.pages.filter((page) => page.partial) ?? [];
  return {
    ...sessions,
    waiting: overlay.waiting.filter(({ id }) => !ids.has(id)).length,
    missed,
    loading: calls.isLoading,
    stale: calls.isPlaceholderData,
    error: calls.error,
    warnings: partial.length > 0 ? [...new Set(partial.flatMap((page) => page.warnings))] : null,
    hasMore: calls.hasNextPage,
    loadMore: () => void (!calls.isFetchingNextPage && calls.hasNextPage && calls.fetchNextPage()),
    retry: () => void calls.refetch(),
    showWaiting,
    setAtTop,
  };
}
