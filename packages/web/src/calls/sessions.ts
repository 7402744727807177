// Legs become rows of sessions: one row stands for all legs of a session, and can be unfolded.
import type { CallJson } from "../api/shapes.ts";

/** What a row says of legs. */
export interface RowLegs {
  /** How many its session has. */
  count: number;
  unfolded: boolean;
  /** The row is a leg below the row of its session. */
  below: boolean;
}

export interface SessionRows {
  rows: CallJson[];
  /** By id of the call. */
  legs: Map<string, RowLegs>;
}

/**
 * A session stands where the first of its legs stood, and is told by its earliest leg where that is among the rows. `counts`: legs by session id, as far
 * as known; legs that came live since then count too. `unfolded`: by session id, all legs of those that are open.
 */
export function sessionRows(
  calls: readonly CallJson[],
  counts: ReadonlyMap<string, number>,
  unfolded: ReadonlyMap<string, readonly CallJson[]>,
): SessionRows {
  const sessions = new Map<string, CallJson[]>();
  for (const call of calls) {
    const known = sessions.get(call.session_id);
    if (known) known.push(call);
    else sessions.set(call.session_id, [call]);
  }
  const result: SessionRows = { rows: [], legs: new Map() };
  for (const [id, own] of sessions) {
    const first = own.find((call) => call.id === id) ?? own[0];
    if (!first) continue;
    const below = unfolded.get(id)?.filter((call) => call.id !== first.id) ?? [];
    const count = Math.max(counts.get(id) ?? 1, own.length, below.length + 1);
    result.rows.push(first, ...below);
    result.legs.set(first.id, { count, unfolded: unfolded.has(id), below: false });
    for (const call of below) result.legs.set(call.id, { count, unfolded: false, below: true });
  }
  return result;
}
