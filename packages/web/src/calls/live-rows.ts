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

export function applyChanges(
  state: LiveRows,
  { changes }: LiveChanges,
  seen: { atTop: boolean; fromUs: number; has: (id: string) => boolean },
): LiveRows {
  let { shown, waiting } = state;
  const changed = new Map(state.changed);
  for (const { call } of changes) {
    if (shown.some((row) => row.id === call.id)) shown = replaceIn(shown, call);
    else if (waiting.some((row) => row.id === call.id)) waiting = replaceIn(waiting, call);
    else if (seen.has(call.id)) changed.set(call.id, call);
    else if (fromRfc3339(call.started_at ?? "") < seen.fromUs) continue;
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
  const paged = new Map(pages.map((row) => [row.id, row]));
  const above = state.shown.filter((row) => !paged.has(row.id));
  const overlaid = new Map(state.shown.map((row) => [row.id, row]));
  return [...above, ...pages.map((row) => newer(newer(row, state.changed.get(row.id)), overlaid.get(row.id)))];
}
