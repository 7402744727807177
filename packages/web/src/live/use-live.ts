// What the live page holds: calls in progress, the tail of messages, how fast they come; all of it can be paused, and survives a lost connection.
import { useEffect, useRef, useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { useLiveMessages } from "../api/live-messages.ts";
import type { LiveMessageJson } from "../api/live-messages.ts";
import { useLiveStream } from "../api/live-stream.ts";
import type { StreamState } from "../api/live-stream.ts";
import { request } from "../api/request.ts";
import type { CallsList } from "../api/shapes.ts";
import { narrow } from "../query/edit.ts";
import { usePageSearch } from "../url/use-page-search.ts";
import { activeFrom, applied } from "./active-calls.ts";
import type { ActiveCalls } from "./active-calls.ts";
import { added, emptyTail } from "./tail.ts";
import type { Tail } from "./tail.ts";

const OPEN = "state:trying,ringing,established";
/** Calls that began longer ago are found when they change. */
const LOOK_BACK = "-24h";
const MOST = 1000;
const MOST_TIMES = 5000;

export interface LiveHook {
  active: ActiveCalls;
  tail: Tail<LiveMessageJson>;
  /** When messages came, ms. */
  times: readonly number[];
  state: StreamState;
  error: Error | null;
  paused: boolean;
  setPaused: (paused: boolean) => void;
}

export function useLive(): LiveHook {
  const { search, asked } = usePageSearch();
  const [paused, setPaused] = useState(false);
  const [active, setActive] = useState<ActiveCalls>(new Map());
  const [tail, setTail] = useState(() => emptyTail<LiveMessageJson>());
  const times = useRef<number[]>([]);
  const held = useRef<ActiveCalls | null>(null);
  const list = useQuery({
    queryKey: ["active", asked],
    queryFn: ({ signal }) => request<CallsList>("calls", { params: { q: narrow(asked, OPEN), from: LOOK_BACK, limit: MOST }, signal }),
    refetchInterval: 30_000,
  });
  useEffect(() => {
    if (!list.data) return;
    const now = activeFrom(list.data.items);
    if (paused) held.current = now;
    else setActive(now);
    // Only a new answer; pausing is dealt with where it happens.
  }, [list.data]);
  useEffect(() => setTail(emptyTail()), [search.q]);
  const calls = useLiveStream(asked, true, {
    onChanges: (changes) => {
      if (paused) held.current = applied(held.current ?? active, changes);
      else setActive((now) => applied(now, changes));
    },
    onGap: () => void list.refetch(),
  });
  const messages = useLiveMessages(asked, true, ({ items, skipped = 0 }) => {
    const now = Date.now();
    times.current = [...times.current, ...items.map(() => now)].slice(-MOST_TIMES);
    setTail((before) => added(before, items, paused, skipped));
  });
  const change = (next: boolean): void => {
    setPaused(next);
    if (next) return;
    if (held.current) setActive(held.current);
    held.current = null;
    setTail((before) => added(before, [], false));
  };
  const state = calls === "open" ? messages : calls;
  return { active, tail, times: times.current, state, error: list.error, paused, setPaused: change };
}
