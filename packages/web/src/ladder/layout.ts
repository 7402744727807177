// Geometry of the ladder: columns get an x, rows a y, long silences become a folded gap. Pure numbers; ladder.tsx draws them.
import type { Ladder, LadderRow } from "../api/shapes.ts";
import { mediaEnds } from "./media-ends.ts";
import type { MediaEnds } from "./media-ends.ts";

export const ROW_HEIGHT = 32;
export const MEDIA_HEIGHT = 14;
const GAP_HEIGHT = 30;
/** Silence longer than this is folded. Media reports come every few seconds by design (RFC 3550 §6.2), so none is folded before them. */
export const GAP_US = 1_000_000;
const MIN_PITCH = 168;
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

export type LadderItem = ArrowItem | GapItem;

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
export function columnPositions(count: number, width: number): number[] {
  if (count <= 1) return count === 1 ? [Math.max(MARGIN, Math.min(width / 2, MAX_PITCH))] : [];
  const pitch = Math.max(MIN_PITCH, Math.min(MAX_PITCH, (width - 2 * MARGIN) / (count - 1)));
  return Array.from({ length: count }, (_, index) => Math.round(MARGIN + index * pitch));
}

/** x of every column: hosts first, then what speaks only media. */
function placeColumns(ladder: Ladder, ends: MediaEnds, width: number, folded: boolean): { columns: number[]; left: number; right: number } {
  const lanes = folded ? Math.min(1, ends.columns.length) : ends.columns.length;
  const hosts = columnPositions(ladder.columns.length - ends.columns.length, width - lanes * MEDIA_PITCH);
  const left = (hosts.at(-1) ?? 0) + MARGIN;
  let [host, end] = [0, 0];
  const columns = ladder.columns.map((_, index) => {
    if (!ends.columns.includes(index)) return hosts[host++] ?? 0;
    return Math.round(left + MEDIA_PITCH * ((folded ? 0 : end++) + 0.5));
  });
  return { columns, left, right: left + lanes * MEDIA_PITCH };
}

export function layoutLadder(ladder: Ladder, width: number, mediaOpen = false): LadderLayout {
  const ends = mediaEnds(ladder);
  const folded = !mediaOpen && ends.columns.length > 1;
  const { columns, left, right } = placeColumns(ladder, ends, width, folded);
  const items: LadderItem[] = [];
  let y = 0;
  for (const [index, row] of ladder.rows.entries()) {
    if (index > 0 && row.delta_us > GAP_US && row.kind !== "media") {
      items.push({ type: "gap", y, height: GAP_HEIGHT, gapUs: row.delta_us });
      y += GAP_HEIGHT;
    }
    const height = row.kind === "media" ? MEDIA_HEIGHT : ROW_HEIGHT;
    const [x1, x2] = [columns[row.from] ?? 0, columns[row.to] ?? 0];
    items.push({ type: "arrow", index, row, y, height, x1, x2, self: x1 === x2 });
    y += height;
  }
  const media = ends.columns.length > 0 ? { ...ends, left, folded } : null;
  return { columns, media, items, width: Math.max(width, right), height: y };
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
