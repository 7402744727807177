// Sessions of stored calls: all legs of several at once, and another session for calls that are stored already.
import { ALL, encodeCalls, printFirstLegs, type Call, type Scope, type SessionChange, type SessionPlace } from "@sipglass/model";
import type { Append, Hot } from "./append.ts";
import { SELECT_CALL, callOf, columnTextFor } from "./columns.ts";
import { scopeCondition } from "./conditions.ts";
import type { Row, Session } from "./database.ts";
import { DAY_US, type SealedDay } from "./days.ts";
import { findCall } from "./find.ts";
import { lookUp } from "./key-file.ts";
import { keyOf } from "./keys.ts";
import { readPlaces, sealedPlace, type Places } from "./places.ts";

const MOST_FOUND = 20_000;

/** Oldest first. */
export function findSessions(places: Places, scope: Scope, ids: readonly string[]): Promise<Call[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return readPlaces(places, async (session) => {
    const keys = ids.map(keyOf);
    const found: Row[] = [];
    for (const day of places.days.list()) found.push(...(await inDay(places, session, { day, scope, ids, keys })));
    found.push(...(await session.rows((bind) => {
      const list = `SELECT unnest(${bind.keys(keys)})`;
      const known = scope.kind === "all" ? "" : " OR first_legs <> ''";
      return `SELECT ${SELECT_CALL} FROM calls WHERE (key_session IN (${list}) OR (key_session = 0 AND key_id IN (${list}))${known})
        AND ${columnTextFor(scope, bind)("session_id")} IN (SELECT unnest(${bind.texts(ids)})) AND ${scopeCondition(scope, bind)} LIMIT ${MOST_FOUND}`;
    })));
    return found.map((row) => callOf(row, scope)).sort((a, b) => a.startedAtUs - b.startedAtUs || (a.id < b.id ? -1 : 1));
  });
}

interface Asked {
  day: SealedDay;
  scope: Scope;
  ids: readonly string[];
  keys: readonly number[];
}

async function inDay({ days }: Places, session: Session, { day, scope, ids, keys }: Asked): Promise<Row[]> {
  const times = keys.map((key) => lookUp(days.keyPath(day.file), "id", key));
  // Without its key file all of the day is read.
  const all = times.flatMap((at) => at ?? [0, DAY_US / 1000]);
  if (all.length === 0) return [];
  const place = sealedPlace(days, [day]);
  return session.rows((bind) => `SELECT ${SELECT_CALL} FROM ${place.relation}
    WHERE started_at BETWEEN ${day.day * DAY_US + Math.min(...all) * 1000} AND ${day.day * DAY_US + Math.max(...all) * 1000 + 999}
    AND ${columnTextFor(scope, bind)("session_id")} IN (SELECT unnest(${bind.texts(ids)})) AND ${scopeCondition(scope, bind)}
    AND ${place.outdated} LIMIT ${MOST_FOUND}`);
}

export function createRejoin(places: Places, append: Append): (changes: readonly SessionChange[]) => Promise<void> {
  return async (changes) => {
    if (changes.length === 0) return;
    const newest = new Map<string, SessionPlace>(changes.map((change) => [change.id, change]));
    for (const id of await places.database.write((session) => updateRows(session, places.hot, newest))) newest.delete(id);
    await renewSealed(places, append, newest);
  };
}

/** The number of the append rises on a changed row: a seal that copied it before must not take it out of the hot table. Answers the ids that it found. */
async function updateRows(session: Session, hot: Hot, newest: ReadonlyMap<string, SessionPlace>): Promise<string[]> {
  const ids = [...newest.keys()];
  const sessionOf = (id: string): string => newest.get(id)!.sessionId;
  // A session of one's own is '' and has no key.
  const own = (id: string): boolean => sessionOf(id) === id;
  const updated = await session.rows((bind) => `UPDATE calls SET session_id = found.session_id, first_legs = found.first_legs, key_session = found.key_session, revision = calls.revision + 1, batch_no = ${++hot.batchNo}
    FROM (SELECT unnest(${bind.texts(ids)}) AS id, unnest(${bind.keys(ids.map(keyOf))}) AS key_id, unnest(${bind.texts(ids.map((id) => (own(id) ? "" : sessionOf(id))))}) AS session_id,
      unnest(${bind.texts(ids.map((id) => printFirstLegs(newest.get(id)!.firstLegs)))}) AS first_legs,
      unnest(${bind.keys(ids.map((id) => (own(id) ? 0 : keyOf(sessionOf(id)))))}) AS key_session) AS found
    WHERE calls.key_id = found.key_id AND calls.id = found.id RETURNING calls.id`);
  return updated.map(([id]) => String(id));
}

async function renewSealed(places: Places, append: Append, newest: ReadonlyMap<string, SessionPlace>): Promise<void> {
  if (newest.size === 0 || places.days.list().length === 0) return;
  const renewed: Call[] = [];
  for (const [id, { sessionId, firstLegs }] of newest) {
    const call = await findCall(places, ALL, id);
    if (call) renewed.push({ ...call, sessionId, firstLegs, revision: call.revision + 1 });
  }
  if (renewed.length > 0) await append(encodeCalls(renewed), [], []);
}
