// Looking up by name: id, Call-ID, session; completing what somebody types; registrations, agents, checkpoints.
import { fieldNamed, fold, parseRefs, type Agent, type Call, type Registration, type Scope, type Source, type ValueCount } from "@sipglass/model";
import type { Checkpoint } from "../store.ts";
import type { Binder } from "./binder.ts";
import { SELECT_CALL, callOf, columnTextFor, keyConditionsFor } from "./columns.ts";
import { scopeCondition, type ColumnText } from "./conditions.ts";
import type { Row, Session } from "./database.ts";
import { DAY_US, type SealedDay } from "./days.ts";
import { lookUp, type KeyList } from "./key-file.ts";
import { keyOf } from "./keys.ts";
import { HOT, readPlaces, sealedPlace, type Place, type Places } from "./places.ts";

const MOST_FOUND = 1000;

interface Wanted {
  list: KeyList;
  value: string;
  /** One of those with a key on the hot table. */
  column: "call_id" | "id" | "session_id";
}

const byCallId = (value: string): Wanted => ({ list: "callId", value, column: "call_id" });
const byId = (value: string): Wanted => ({ list: "id", value, column: "id" });
const bySession = (value: string): Wanted => ({ list: "id", value, column: "session_id" });

export const findCall = async (places: Places, scope: Scope, id: string): Promise<Call | null> => (await look(places, scope, byId(id)))[0] ?? null;
export const findByCallId = (places: Places, scope: Scope, callId: string): Promise<Call[]> => look(places, scope, byCallId(callId));
export const findBySession = (places: Places, scope: Scope, sessionId: string): Promise<Call[]> => look(places, scope, bySession(sessionId));

/** Newest first. */
function look(places: Places, scope: Scope, wanted: Wanted): Promise<Call[]> {
  return readPlaces(places, async (session) => {
    const { days } = places;
    const key = keyOf(wanted.value);
    const found: Row[] = [];
    for (const day of days.list()) {
      const at = lookUp(days.keyPath(day.file), wanted.list, key);
      if (at?.length !== 0) found.push(...(await inDay(places, session, scope, wanted, day, at)));
    }
    // The order and limit let DuckDB read the other columns of the found rows only.
    found.push(...(await session.rows((bind) => `SELECT ${SELECT_CALL} FROM calls WHERE ${keyConditionsFor(scope)[wanted.column](bind.key(key))}
      AND ${columnTextFor(scope, bind)(wanted.column)} = ${bind.text(wanted.value)} AND ${scopeCondition(scope, bind)} ORDER BY started_at DESC LIMIT ${MOST_FOUND}`)));
    return found.map((row) => callOf(row, scope)).sort((a, b) => b.startedAtUs - a.startedAtUs || (a.id < b.id ? 1 : -1)).slice(0, MOST_FOUND);
  });
}

function inDay({ days }: Places, session: Session, scope: Scope, wanted: Wanted, day: SealedDay, at: readonly number[] | undefined): Promise<Row[]> {
  const place = sealedPlace(days, [day]);
  return session.rows((bind) => {
    const startUs = day.day * DAY_US;
    const when = at === undefined ? "true" : `started_at BETWEEN ${startUs + Math.min(...at) * 1000} AND ${startUs + Math.max(...at) * 1000 + 999}`;
    return `SELECT ${SELECT_CALL} FROM ${place.relation} WHERE ${when} AND ${columnTextFor(scope, bind)(wanted.column)} = ${bind.text(wanted.value)}
      AND ${scopeCondition(scope, bind)} AND ${place.outdated} ORDER BY started_at DESC LIMIT ${MOST_FOUND}`;
  });
}

/** Completion looks at so many of the newest sealed calls beside the hot ones: recent values are wanted, at typing speed. */
const COMPLETE_SEALED_CALLS = 500_000;

export function completeField(places: Places, scope: Scope, field: string, prefix: string, limit: number): Promise<ValueCount[]> {
  const sources = fieldNamed(field)?.sources ?? [];
  if (sources.length === 0) return Promise.resolve([]);
  return readPlaces(places, async (session) => {
    const { days } = places;
    let sealed = 0;
    const recent = days.list().reverse().filter(({ calls }) => (sealed += calls) - calls < COMPLETE_SEALED_CALLS);
    const from: Place[] = [HOT, ...(recent.length > 0 ? [sealedPlace(days, recent)] : [])];
    const rows = await session.rows((bind) => {
      const begin = bind.text(fold(prefix));
      const reader = { condition: scopeCondition(scope, bind), text: columnTextFor(scope, bind) };
      const values = from.flatMap((place) => sources.map((source) => valuesOf(source, place, reader, begin)));
      return `SELECT value, sum(n) AS found FROM (${values.join(" UNION ALL ")}) WHERE value <> '' AND starts_with(lower(value), ${begin})
        GROUP BY value ORDER BY found DESC, value LIMIT ${Math.max(0, Math.min(1000, Math.trunc(limit)))}`;
    });
    return rows.map(([value, count]) => ({ value: String(value), count: Number(count) }));
  });
}

/** Values with their number. Lists are grouped whole before they are taken apart: many calls have the same one. */
function valuesOf(source: Source, { relation, outdated }: Place, { condition, text }: { condition: string; text: ColumnText }, prefix: string): string {
  const rows = `FROM ${relation} WHERE ${condition} AND ${outdated}`;
  const items = (part: string): string => `SELECT ${part} AS value, n FROM (SELECT unnest(string_split(items, chr(31))) AS item, n
    FROM (SELECT ${source.column} AS items, count(*) AS n ${rows} AND contains(lower(${source.column}), ${prefix}) GROUP BY items))`;
  switch (source.kind) {
    case "hops":
      return items("item");
    case "list":
      return items(source.suffixed ? "split_part(item, chr(30), 1)" : "item");
    case "header":
      return items("split_part(item, '=', 1)");
    case "number":
      return `SELECT ${source.column}::VARCHAR AS value, count(*) AS n ${rows} AND ${source.zeroIsNone ? `${source.column} <> 0` : `${source.column} IS NOT NULL`} GROUP BY value`;
    default:
      return `SELECT ${text(source.column)} AS value, count(*) AS n ${rows} AND starts_with(lower(${text(source.column)}), ${prefix}) GROUP BY value`;
  }
}

/** Registrations belong to no call: a tenant's scope sees none. */
export function findRegistrations({ database }: Places, scope: Scope, { prefix = "", limit }: { prefix?: string; limit: number }): Promise<Registration[]> {
  if (scope.kind !== "all") return Promise.resolve([]);
  return database.read(async (session) => {
    const rows = await session.rows((bind) => `SELECT json FROM registration WHERE starts_with(lower(aor), ${bind.text(fold(prefix))})
      ORDER BY last_seen_at DESC, aor, contact LIMIT ${Math.max(0, Math.trunc(limit))}`);
    return rows.map(([json]) => JSON.parse(String(json)) as Registration);
  });
}

export function findAgents({ database }: Places): Promise<Agent[]> {
  return database.read(async (session) => (await session.rows("SELECT json FROM agent ORDER BY name, id, peer")).map(([json]) => JSON.parse(String(json)) as Agent));
}

export function saveAgents({ database }: Places, agents: readonly Agent[]): Promise<void> {
  return database.write(async (session) => {
    for (const agent of agents) {
      const same = (bind: Binder): string => `name = ${bind.text(agent.name)} AND id = ${bind.number(agent.id)} AND peer = ${bind.text(agent.peer)}`;
      await session.run((bind) => `DELETE FROM agent WHERE ${same(bind)}`);
      await session.run((bind) => `INSERT INTO agent VALUES (${bind.text(agent.name)}, ${bind.number(agent.id)}, ${bind.text(agent.peer)}, ${bind.text(JSON.stringify(agent))})`);
    }
  });
}

export function findCheckpoints({ database }: Places): Promise<(Checkpoint & { openCalls: { id: string; json: string }[] })[]> {
  return database.read(async (session) => {
    const openCalls = new Map<string, { id: string; json: string }[]>();
    for (const [shard, id, json] of await session.rows("SELECT shard, id, json FROM open_call ORDER BY shard, id")) {
      const list = openCalls.get(String(shard)) ?? [];
      list.push({ id: String(id), json: String(json) });
      openCalls.set(String(shard), list);
    }
    const rows = await session.rows("SELECT shard, replay_from, taken_at FROM shard_checkpoint ORDER BY shard");
    return rows.map(([shard, replayFrom, takenAt]) => ({
      shard: String(shard), replayFrom: JSON.parse(String(replayFrom)) as Record<string, number>, takenAtUs: Number(takenAt), openCalls: openCalls.get(String(shard)) ?? [],
    }));
  });
}

/** `last_sequence` lets whole row groups be passed over; what remains is read from the references. */
export function findStoredBeyond(places: Places, positions: Readonly<Record<string, number>>): Promise<Map<string, Record<string, number>>> {
  const writers = Object.keys(positions);
  if (writers.length === 0) return Promise.resolve(new Map());
  return readPlaces(places, async (session) => {
    const least = Math.min(...Object.values(positions));
    const sealed = places.days.list();
    const from: Place[] = [...(sealed.length > 0 ? [sealedPlace(places.days, sealed)] : []), HOT];
    const found = new Map<string, Record<string, number>>();
    for (const { relation, outdated } of from) {
      const rows = await session.rows((bind) => `SELECT call_id, refs FROM ${relation} WHERE last_sequence >= ${bind.number(least)}
        AND (${writers.map((writer) => `contains(refs, ${bind.text(`${writer}:`)})`).join(" OR ")}) AND ${outdated}`);
      for (const [callId, refs] of rows) noteBeyond(found, String(callId), String(refs), positions);
    }
    return found;
  });
}

function noteBeyond(found: Map<string, Record<string, number>>, callId: string, refs: string, positions: Readonly<Record<string, number>>): void {
  for (const { writer, sequences } of parseRefs(refs)) {
    const from = Object.hasOwn(positions, writer) ? positions[writer]! : Number.POSITIVE_INFINITY;
    const last = sequences.at(-1) ?? -1;
    if (last < from) continue;
    const known = found.get(callId) ?? {};
    known[writer] = Math.max(known[writer] ?? -1, last);
    found.set(callId, known);
  }
}
