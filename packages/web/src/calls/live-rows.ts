// Live changes and the list: changed calls are replaced in place at once.
// New ones show only while the reader is at the top, else they wait; calls of before the range (an import, a replay) do not belong here.
import { fromRfc3339 } from "@sipglass/model";
import type { CallJson, LiveChanges } from "../api/shapes.ts";

export interface LiveRows {
  /** New calls on show above the loaded pages, newest first. */
  shown: readonly CallJson[];
  /** New calls behind the "12 new" pill. */
  waiting: readonly CallJson[];
  /** Latest revision of calls that stand in the loaded pages. */
  changed: ReadonlyMap<string, CallJson>;
}

export const NO_LIVE_ROWS: LiveRows = { shown: [], waiting: [], changed: new Map() };

/** Beyond this many rows above the pages the list is better fetched anew. */
export const LIVE_LIMIT = 1000;

const replaceIn = (rows: readonly CallJson[], call: CallJson): readonly CallJson[] => rows.map((row) => (row.id === call.id ? call : row));

/** What the list has when changes come. */
export interface SeenRows {
  /** The reader is at the top, where rows may move. */
  atTop: boolean;
  /** Begin of the range. */
  fromUs: number;
  /** Last row in memory; calls before it are shown when the reader gets there. */
  oldest: CallJson | undefined;
  /** … unless the list ends with it. */
  last: boolean;
  has: (id: string) => boolean;
}

const startUs = (call: CallJson): number => fromRfc3339(call.started_at ?? "");

export function applyChanges(state: LiveRows, { changes }: LiveChanges, seen: SeenRows): LiveRows {
  let { shown, waiting } = state;
  const changed = new Map(state.changed);
  const fromUs = Math.max(seen.fromUs, seen.last || !seen.oldest ? 0 : startUs(seen.oldest));
  for (const { call } of changes) {
    if (shown.some((row) => row.id === call.id)) shown = replaceIn(shown, call);
    else if (waiting.some((row) => row.id === call.id)) waiting = replaceIn(waiting, call);
    else if (seen.has(call.id)) changed.set(call.id, call);
    else if (startUs(call) < fromUs) continue;
    else if (seen.atTop) shown = insert(shown, call);
    else waiting = insert(waiting, call);
  }
  return { shown, waiting, changed };
}

/** Newest first by start; streams are nearly in order, so this looks at the head only. */
function insert(rows: readonly CallJson[], call: CallJson): readonly CallJson[] {
  const at = rows.findIndex((row) => (row.started_at ?? "") <= (call.started_at ?? ""));
  return at === -1 ? [...rows, call] : [...rows.slice(0, at), call, ...rows.slice(at)];
}

/** The reader went to the top, or pressed the pill. */
export function release(state: LiveRows): LiveRows {
  if (state.waiting.length === 0) return state;
  return { ...state, shown: state.waiting.reduceRight(insert, state.shown), waiting: [] };
}

const newer = (a: CallJson, b: CallJson | undefined): CallJson => (b !== undefined && b.revision >= a.revision ? b : a);

/** The list: pages asked again after a gap may know more than the changes laid over them, so of two the later revision counts. */
export function rowsOf(state: LiveRows, pages: readonly CallJson[]): CallJson[] {
  const paged = new Set(pages.map((row) => row.id));
  const overlaid = new Map(state.shown.map((row) => [row.id, row]));
  const below = pages.map((row) => newer(newer(row, state.changed.get(row.id)), overlaid.get(row.id)));
  return merged(
    state.shown.filter((row) => !paged.has(row.id)),
    below,
  );
}

/** Rows of the stream each before the first page row that began earlier; the pages keep their own order. */
function merged(live: readonly CallJson[], pages: readonly CallJson[]): CallJson[] {
  const rows: CallJson[] = [];
  let at = 0;
  for (const row of pages) {
    for (let next = live[at]; next && (next.started_at ?? "") >= (row.started_at ?? ""); next = live[++at]) rows.push(next);
    rows.push(row);
  }
  return [...rows, ...live.slice(at)];
}
