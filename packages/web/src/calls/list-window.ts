// The part of a list that is in memory: answers of the API side by side, newest first, with the places where the list goes on at either end. A list
// has any number of rows; of these only some hundreds around what is read are kept, and each answer remembers how to be asked beyond its own ends.
import { toRfc3339 } from "@sipglass/model";
import type { CallsPageJson } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";

export type Side = "newer" | "older";

/** Where an answer of the API begins, and in which direction it goes. */
export interface Place {
  sort: "newest" | "oldest";
  /** RFC 3339; absent = end of the range. */
  from?: string;
  to?: string;
  cursor?: string;
}

export interface Chunk {
  rows: readonly CallJson[];
  /** Legs by session id, where rows are sessions. */
  legs: readonly [string, number][];
  /** Where the list goes on; null = it ends here. */
  newer: Place | null;
  older: Place | null;
  /** What is missing, where the answer is not whole. */
  warnings: readonly string[] | null;
}

export interface ListWindow {
  /** Newest first. */
  chunks: readonly Chunk[];
}

export const NEWEST: Place = { sort: "newest" };
export const OLDEST: Place = { sort: "oldest" };
export const EMPTY_WINDOW: ListWindow = { chunks: [] };

/** Rows beyond this are let go of, at the end that is further from the reader. */
export const MOST_ROWS = 1600;

/** A cursor is `STARTED_AT_US.ID` of the last row before it. */
const cursorUs = (cursor: string): number => Number(/^\d+/.exec(cursor)?.[0] ?? 0);
const timeAt = (us: number): string => toRfc3339(us);

/** The answer to a question asked at a place. What a cursor leaves out at its own microsecond is asked again and then dropped as a double. */
export function chunkOf(place: Place, page: CallsPageJson): Chunk {
  const { sort, cursor } = place;
  const next = page.next === null ? null : { ...place, cursor: page.next };
  const warnings = page.partial ? page.warnings : null;
  if (sort === "newest") {
    const from = cursor === undefined ? place.to : timeAt(cursorUs(cursor));
    return { rows: page.items, legs: page.legs, newer: from === undefined ? null : { sort: "oldest", from }, older: next, warnings };
  }
  const to = cursor === undefined ? place.from : timeAt(cursorUs(cursor) + 1);
  return { rows: page.items.toReversed(), legs: page.legs, newer: next, older: to === undefined ? null : { sort: "newest", to }, warnings };
}

export const placeAt = (us: number): Place => ({ sort: "newest", to: timeAt(us) });

export function extended(window: ListWindow, side: Side, chunk: Chunk): ListWindow {
  const chunks = side === "newer" ? [chunk, ...window.chunks] : [...window.chunks, chunk];
  while (chunks.length > 1 && sizeOf(chunks) > MOST_ROWS) {
    if (side === "newer") chunks.pop();
    else chunks.shift();
  }
  return { chunks };
}

const sizeOf = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { rows }) => sum + rows.length, 0);

/** A new first answer in place of the rows that it covers; what follows stays as it is. Where they no longer meet, what was there is let go of. */
export function headReplaced({ chunks }: ListWindow, head: Chunk): ListWindow {
  const known = new Set(head.rows.map(({ id }) => id));
  const last = chunks.findLastIndex(({ rows }) => rows.some(({ id }) => known.has(id)));
  if (last === -1 || head.older === null) return { chunks: [head] };
  const below = chunks.slice(last).map((chunk, index) => (index === 0 ? { ...chunk, rows: rowsBehind(chunk.rows, known) } : chunk));
  return { chunks: [head, ...below] };
}

const rowsBehind = (rows: readonly CallJson[], known: ReadonlySet<string>): readonly CallJson[] =>
  rows.slice(rows.findLastIndex(({ id }) => known.has(id)) + 1);

export const placeBeyond = ({ chunks }: ListWindow, side: Side): Place | null =>
  (side === "newer" ? chunks[0]?.newer : chunks.at(-1)?.older) ?? null;

/** Each call once: a session may be met from either direction. */
export function windowRows({ chunks }: ListWindow): CallJson[] {
  const rows = new Map<string, CallJson>();
  for (const chunk of chunks) for (const row of chunk.rows) if (!rows.has(row.id)) rows.set(row.id, row);
  return [...rows.values()];
}

export const windowLegs = ({ chunks }: ListWindow): Map<string, number> => new Map(chunks.flatMap(({ legs }) => legs));

export function windowWarnings({ chunks }: ListWindow): string[] | null {
  const partial = chunks.flatMap(({ warnings }) => (warnings === null ? [] : [warnings]));
  return partial.length === 0 ? null : [...new Set(partial.flat())];
}
