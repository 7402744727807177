// Scrolling through a list of any length: which rows are drawn and where, when more is asked for, and that nothing that is read moves when rows come.
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";
import { areaHeight, baseAt, drawnRows, neededBy, seenRows, shareAtScroll } from "./scroll-space.ts";
import type { Loaded, Seen, Space } from "./scroll-space.ts";
import type { Travel } from "./use-calls-view.ts";

/** A thumb that is dragged asks at most so often. */
const SEEK_EVERY_MS = 140;
/** After so long without scrolling, rows are put to where their share of the list is. */
const IDLE_MS = 400;
/** Off by less than this many screens is left as it is. */
const DRIFT = 4;

interface RowScrollOptions {
  scroller: RefObject<HTMLDivElement | null>;
  ids: readonly string[];
  /** Start of the row in the middle, for its place in time. */
  startUs: (index: number) => number | null;
  travel: Travel;
  row: number;
  /** Height that a head covers. */
  head: number;
}

export interface RowScroll {
  drawn: Seen;
  base: number;
  height: number;
  /** Moment at the place that is being gone to, while its rows are not there. */
  goingTo: number | null;
  onScroll: () => void;
  toRow: (index: number) => void;
  toShare: (share: number) => void;
}

export function useRowScroll({ scroller, ids, startUs, travel, row, head }: RowScrollOptions): RowScroll {
  const [base, setBase] = useState(() => startBase(travel, ids.length, row, startUs(0)));
  const [drawn, setDrawn] = useState<Seen>({ from: 0, to: 40 });
  const [goingTo, setGoingTo] = useState<number | null>(null);
  const { first, last, total } = travel;
  const loaded: Loaded = { count: ids.length, first, last, total };
  const view = Math.max(row, (scroller.current?.clientHeight ?? 0) - head);
  const space: Space = { row, view, base };
  const now = useRef({ space, loaded, travel, ids, startUs });
  const anchor = useRef({ ids, base, seeks: travel.seeks, share: 0, fresh: true });
  const timers = useRef<Timers>({ seek: 0, idle: 0, askedAt: 0 });
  useLayoutEffect(() => {
    now.current = { space, loaded, travel, ids, startUs };
  });

  const look = useCallback((): void => {
    const box = scroller.current;
    if (!box) return;
    const { space: at, loaded: has, travel: go } = now.current;
    const current = { ...at, view: Math.max(at.row, box.clientHeight - head) };
    const seen = seenRows(current, box.scrollTop);
    const next = drawnRows(seen, has, current);
    setDrawn((before) => (before.from === next.from && before.to === next.to ? before : next));
    const need = neededBy(seen, has);
    if (need.type === "extend") go.extend(need.side);
    clearTimeout(timers.current.seek);
    if (need.type !== "seek") return setGoingTo(null);
    const share = shareAtScroll(has, current, box.scrollTop);
    setGoingTo(go.momentAt(share));
    const wait = Math.max(30, SEEK_EVERY_MS - (performance.now() - timers.current.askedAt));
    timers.current.seek = window.setTimeout(() => {
      timers.current.askedAt = performance.now();
      anchor.current.share = share;
      go.seek(share);
    }, wait);
  }, [scroller, head]);

  /** Rows and what is seen of them move together: the reader sees no difference, the thumb is where it belongs. */
  const settle = useCallback((): void => {
    const box = scroller.current;
    const { space: at, loaded: has, travel: go, startUs: startOf } = now.current;
    if (!box || has.first || has.last || box.matches(":active")) return;
    const by = driftOf(has, at, box.scrollTop, startOf, go.shareOf);
    if (Math.abs(by) < DRIFT * at.view) return;
    anchor.current.base = at.base + by;
    setBase(at.base + by);
    requestAnimationFrame(() => box.scrollTo({ top: box.scrollTop + by }));
  }, [scroller]);

  const onScroll = useCallback((): void => {
    look();
    clearTimeout(timers.current.idle);
    timers.current.idle = window.setTimeout(settle, IDLE_MS);
  }, [look, settle]);

  useLayoutEffect(() => {
    const box = scroller.current;
    if (!box) return;
    // A list that was left further down and is come back to.
    if (anchor.current.fresh && base > 0) giveRoom(box, areaHeight(loaded, space));
    const scrollTop = anchor.current.fresh ? base : box.scrollTop;
    const placed = placeRows(anchor.current, { ids, loaded, space, scrollTop, seeks: travel.seeks });
    anchor.current = { ids, base: placed.base, seeks: travel.seeks, share: anchor.current.share, fresh: false };
    now.current.space = { ...space, base: placed.base };
    if (placed.base !== base) setBase(placed.base);
    if (placed.scrollTop !== box.scrollTop) {
      // The area must be high enough before it can be scrolled to there.
      giveRoom(box, areaHeight(loaded, now.current.space));
      box.scrollTop = placed.scrollTop;
    }
    look();
  }, [ids, travel.seeks, first, last, row]);

  useResizes(scroller, look, timers);

  const toRow = useCallback(
    (index: number): void => {
      if (scroller.current) scrollToRow(scroller.current, now.current.space, head, index);
    },
    [scroller, head],
  );
  const toShare = useCallback((share: number): void => {
    const { loaded: has, travel: go } = now.current;
    anchor.current.share = share;
    if (share <= 0 && has.first) scroller.current?.scrollTo({ top: 0 });
    else go.seek(share);
  }, []);
  return { drawn, base, height: areaHeight(loaded, { ...space, base }), goingTo, onScroll, toRow, toShare };
}

const startBase = ({ first, last, total, shareOf }: Travel, count: number, row: number, us: number | null): number =>
  first || us === null ? 0 : baseAt({ count, first, last, total }, { row, view: row }, shareOf(us));

/** By how much the rows in memory are off from where their share of the list is. */
function driftOf(
  loaded: Loaded,
  at: Space,
  scrollTop: number,
  startUs: (index: number) => number | null,
  shareOf: (us: number) => number,
): number {
  const read = Math.max(0, seenRows(at, scrollTop).from);
  const us = startUs(read);
  if (us === null) return 0;
  return Math.max(at.row, baseAt(loaded, at, shareOf(us)) - read * at.row) - at.base;
}

/** At once: the page is drawn with it a moment later. */
const giveRoom = (box: HTMLDivElement, height: number): void =>
  box.querySelector<HTMLElement>(".rows")?.style.setProperty("--area", `${height}px`);

function scrollToRow(box: HTMLDivElement, { base, row }: Space, head: number, index: number): void {
  const top = base + index * row;
  const bottom = top + row - (box.clientHeight - head);
  if (top < box.scrollTop) box.scrollTop = top;
  else if (bottom > box.scrollTop) box.scrollTop = bottom;
}

interface Timers {
  seek: number;
  idle: number;
  askedAt: number;
}

/** What is seen changes with the window too. When the list goes, nothing of it is waited for any more. */
function useResizes(scroller: RefObject<HTMLDivElement | null>, look: () => void, timers: RefObject<Timers>): void {
  useEffect(() => {
    const box = scroller.current;
    if (!box) return;
    const observer = new ResizeObserver(look);
    observer.observe(box);
    const pending = timers.current;
    return () => {
      observer.disconnect();
      clearTimeout(pending.seek);
      clearTimeout(pending.idle);
    };
  }, [scroller, look, timers]);
}

interface Before {
  ids: readonly string[];
  base: number;
  seeks: number;
  /** Of the last seek. */
  share: number;
}

interface Now {
  ids: readonly string[];
  loaded: Loaded;
  space: Space;
  scrollTop: number;
  seeks: number;
}

/** Where rows go that were others a moment ago: the row that is read first stays where it was, unless the reader is at the very top. */
export function placeRows(before: Before, { ids, loaded, space, scrollTop, seeks }: Now): { base: number; scrollTop: number } {
  const { row } = space;
  if (seeks !== before.seeks) {
    const base = baseAt(loaded, space, before.share);
    return { base, scrollTop: loaded.first ? 0 : loaded.last ? base + loaded.count * row : base };
  }
  if (loaded.first && scrollTop < 4 && before.base === 0) return { base: 0, scrollTop };
  const read = Math.max(0, Math.min(before.ids.length - 1, Math.floor((scrollTop - before.base) / row)));
  const known = new Map(ids.map((id, index) => [id, index]));
  // The row that is read, else one below it, else one above.
  const order = [...before.ids.keys()].slice(read).concat([...before.ids.keys()].slice(0, read).reverse());
  for (const old of order) {
    const index = known.get(before.ids[old] ?? "");
    if (index === undefined) continue;
    const kept = before.base + (old - index) * row;
    const base = loaded.first ? 0 : Math.max(row, kept);
    return { base, scrollTop: scrollTop + base - kept };
  }
  return { base: loaded.first ? 0 : before.base, scrollTop: loaded.first && before.ids.length > 0 ? 0 : scrollTop };
}
