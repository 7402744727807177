// Geometry of the ladder: columns get an x, rows a y, long silences become a folded gap. Pure numbers; ladder-view.tsx draws them.
import type { Ladder, LadderRow } from "../api/shapes.ts";
import type { Zoom } from "../url/ladder-search.ts";
import type { LadderEvent } from "./events.ts";
import { mediaEnds } from "./media-ends.ts";
import type { MediaEnds } from "./media-ends.ts";
import { fromRfc3339 } from "@sipglass/model";

export const ROW_HEIGHT = 32;
export const MEDIA_HEIGHT = 14;
/** A finger finds no smaller ones: messages (WCAG 2.2, 2.5.5), and reports of media, which are many (2.5.8). */
const [TOUCH_ROW, TOUCH_MEDIA] = [44, 24];
const GAP_HEIGHT = 30;
/** Silence longer than this is folded. Media reports come every few seconds by design (RFC 3550 §6.2), so none is folded before them. */
export const GAP_US = 1_000_000;
const EVENT_HEIGHT = 22;
/** Hosts stand no closer than this at their natural size, and no closer than that to fit the window. */
const [MIN_PITCH, FIT_PITCH] = [128, 36];
const MAX_PITCH = 340;
/** Half a column head must fit left of the first and right of the last lifeline. */
const MARGIN = 92;
/** Ends that speak only media: thin columns of their own, or all folded into one lane. */
const MEDIA_PITCH = 124;

export interface ArrowItem {
  type: "arrow";
  /** Index of the row in the ladder. */
  index: number;
  row: LadderRow;
  y: number;
  height: number;
  x1: number;
  x2: number;
  /** From a lifeline to itself: a spiral (drawn as a hook), or media between folded ends. */
  self: boolean;
}

export interface GapItem {
  type: "gap";
  y: number;
  height: number;
  gapUs: number;
}

export interface EventItem {
  type: "event";
  y: number;
  height: number;
  event: LadderEvent;
  /** x of its ends; null where it has none here. */
  x1: number | null;
  x2: number | null;
}

export type LadderItem = ArrowItem | GapItem | EventItem;

export interface LayoutOptions {
  /** Ends that speak only media stand apart from each other. */
  mediaOpen?: boolean;
  zoom?: Zoom;
  /** By time. */
  events?: readonly LadderEvent[];
  /** Rows are chosen with a finger. */
  touch?: boolean;
}

/** Rows, columns and letters grow together; what fits the window keeps its letters. */
export const scaleOf = (zoom: Zoom = "100"): number => (zoom === "fit" ? 1 : Number(zoom) / 100);

/** The part of the ladder, at its right, that belongs to ends which never speak SIP. */
export interface MediaPart extends MediaEnds {
  /** x where it begins. */
  left: number;
  /** All its ends share one lifeline. */
  folded: boolean;
}

export interface LadderLayout {
  /** x of each column's lifeline. */
  columns: number[];
  media: MediaPart | null;
  items: LadderItem[];
  width: number;
  height: number;
}

/** Lifelines share the width evenly, within limits; beyond them the ladder scrolls sideways. */
export function columnPositions(count: number, width: number, zoom: Zoom = "100"): number[] {
  const scale = scaleOf(zoom);
  const margin = zoom === "fit" ? Math.min(MARGIN, width / (2 * Math.max(1, count))) : MARGIN;
  if (count <= 1) return count === 1 ? [Math.max(margin, Math.min(width / 2, MAX_PITCH * scale))] : [];
  const even = (width - 2 * margin) / (count - 1);
  const pitch = zoom === "fit" ? Math.max(FIT_PITCH, even) : Math.max(MIN_PITCH * scale, Math.min(MAX_PITCH * scale, even * Math.max(1, scale)));
  return Array.from({ length: count }, (_, index) => Math.round(margin + index * pitch));
}

/** x of every column: hosts first, then what speaks only media. */
function placeColumns(ladder: Ladder, ends: MediaEnds, width: number, folded: boolean, zoom: Zoom): { columns: number[]; left: number; right: number } {
  const lanes = folded ? Math.min(1, ends.columns.length) : ends.columns.length;
  const hosts = columnPositions(ladder.columns.length - ends.columns.length, width - lanes * MEDIA_PITCH, zoom);
  const left = (hosts.at(-1) ?? 0) + (zoom === "fit" ? (hosts[0] ?? MARGIN) : MARGIN);
  let [host, end] = [0, 0];
  const columns = ladder.columns.map((_, index) => {
    if (!ends.columns.includes(index)) return hosts[host++] ?? 0;
    return Math.round(left + MEDIA_PITCH * ((folded ? 0 : end++) + 0.5));
  });
  return { columns, left, right: left + lanes * MEDIA_PITCH };
}

export function layoutLadder(ladder: Ladder, width: number, { mediaOpen = false, zoom = "100", events = [], touch = false }: LayoutOptions = {}): LadderLayout {
  const ends = mediaEnds(ladder);
  const folded = !mediaOpen && ends.columns.length > 1;
  const { columns, left, right } = placeColumns(ladder, ends, width, folded, zoom);
  const { items, height } = placeRows(ladder.rows, columns, events, scaleOf(zoom), touch);
  const media = ends.columns.length > 0 ? { ...ends, left, folded } : null;
  return { columns, media, items, width: Math.max(width, right), height };
}

function placeRows(rows: readonly LadderRow[], columns: readonly number[], events: readonly LadderEvent[], scale: number, touch: boolean): { items: LadderItem[]; height: number } {
  const items: LadderItem[] = [];
  const xOf = (column: number | null): number | null => (column === null ? null : (columns[column] ?? null));
  let [y, event] = [0, 0];
  const put = (item: GapItem | EventItem | ArrowItem): void => {
    items.push(item);
    y += item.height;
  };
  const heightOf = ({ kind }: LadderRow): number => {
    const [usual, finger] = kind === "media" ? [MEDIA_HEIGHT, TOUCH_MEDIA] : [ROW_HEIGHT, TOUCH_ROW];
    return Math.max(touch ? finger : 0, Math.round(usual * scale));
  };
  const putEvents = (beforeUs: number): void => {
    for (let next = events[event]; next !== undefined && next.atUs < beforeUs; next = events[++event])
      put({ type: "event", y, height: EVENT_HEIGHT, event: next, x1: xOf(next.from), x2: xOf(next.to) });
  };
  for (const [index, row] of rows.entries()) {
    if (event < events.length) putEvents(fromRfc3339(row.at));
    if (index > 0 && row.delta_us > GAP_US && row.kind !== "media") put({ type: "gap", y, height: GAP_HEIGHT, gapUs: row.delta_us });
    const height = heightOf(row);
    const [x1, x2] = [columns[row.from] ?? 0, columns[row.to] ?? 0];
    put({ type: "arrow", index, row, y, height, x1, x2, self: x1 === x2 });
  }
  putEvents(Number.POSITIVE_INFINITY);
  return { items, height: y };
}

/** Half-open range of the items that touch [top, bottom). Items are sorted by y, so two binary searches find it. */
export function visibleItems(items: readonly LadderItem[], top: number, bottom: number): [number, number] {
  const first = lowerBound(items, (item) => item.y + item.height > top);
  const end = lowerBound(items, (item) => item.y >= bottom);
  return [first, Math.max(first, end)];
}

function lowerBound(items: readonly LadderItem[], reached: (item: LadderItem) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item && reached(item)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Cuts a label to `px` at the mono face's advance, with an ellipsis. */
export function fitLabel(text: string, px: number, advance = 7.25): string {
  const room = Math.floor(px / advance);
  if (text.length <= room) return text;
  return room < 2 ? "" : `${text.slice(0, room - 1)}…`;
}
