// Where rows stand in the scrolled area. Browsers end an area at about 33 million pixels, lists do not: a long list gets an area of bounded height in
// which the rows in memory lie one below the other, at about the place that their share of the list has.

/** Higher than any screen, lower than any browser's end. */
export const MOST_HEIGHT = 12_000_000;

export interface Loaded {
  /** Rows in memory. */
  count: number;
  /** Nothing newer, nothing older than these. */
  first: boolean;
  last: boolean;
  /** Rows of the whole list, as far as known. */
  total: number;
}

export interface Space {
  /** Height of one row, of what is seen of the area, and top of the first row in memory, in px. */
  row: number;
  view: number;
  base: number;
}

/** Of the whole area. At the end of a list it ends with the last row; elsewhere there is always room to go on. */
export function areaHeight({ count, first, last, total }: Loaded, { row, view, base }: Space): number {
  const below = base + count * row;
  if (last) return below;
  const all = Math.min(MOST_HEIGHT, Math.max(total, count) * row);
  return Math.max(first && total <= count ? 0 : all, below + 2 * view);
}

/** Top of the first row where rows stand at this share of the list. */
export function baseAt(loaded: Loaded, { row, view }: Pick<Space, "row" | "view">, share: number): number {
  if (loaded.first) return 0;
  const height = Math.min(MOST_HEIGHT, Math.max(loaded.total, loaded.count) * row);
  const top = Math.round((share * Math.max(0, height - view)) / row) * row;
  return Math.max(row, loaded.last ? Math.max(top, height - loaded.count * row) : top);
}

/** Share of the list at which the reader is. */
export function shareAtScroll(loaded: Loaded, space: Space, scrollTop: number): number {
  const most = areaHeight(loaded, space) - space.view;
  return most <= 0 ? 0 : Math.max(0, Math.min(1, scrollTop / most));
}

export interface Seen {
  /** Index of the first and behind the last row that is seen, of those in memory: below 0 and beyond them are rows that are not. */
  from: number;
  to: number;
}

export const seenRows = ({ row, view, base }: Space, scrollTop: number): Seen => ({
  from: Math.floor((scrollTop - base) / row),
  to: Math.ceil((scrollTop + view - base) / row),
});

/** Rows drawn beyond what is seen, and the step in which the drawn part moves. */
const AHEAD = 10;
const STEP = 6;

/** What is drawn: whole steps, so that not every pixel of scrolling draws anew; bounded by what the list can have there. */
export function drawnRows({ from, to }: Seen, { first, last, count }: Loaded, { base, row }: Space): Seen {
  const least = first ? 0 : -Math.floor(base / row);
  const start = Math.max(least, Math.floor((from - AHEAD) / STEP) * STEP);
  const end = Math.ceil((to + AHEAD) / STEP) * STEP;
  return { from: start, to: Math.max(start, last ? Math.min(count, end) : end) };
}

/** Rows between what is seen and what is in memory beyond which it is quicker to ask there than to read on up to it. */
const FAR = 250;
/** Asked before they are seen. */
const MARGIN = 60;

export type Need = { type: "nothing" } | { type: "extend"; side: "newer" | "older" } | { type: "seek" };

export function neededBy({ from, to }: Seen, { first, last, count }: Loaded): Need {
  if ((!first && to < -FAR) || (!last && from > count + FAR)) return { type: "seek" };
  if (!last && to > count - MARGIN) return { type: "extend", side: "older" };
  return !first && from < MARGIN ? { type: "extend", side: "newer" } : { type: "nothing" };
}
