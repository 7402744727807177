// What examining found, written onto rows that are stored already: in place in the hot table, and as a newer row for calls of a sealed day.
import { ALL, CALL_COLUMNS, applyExamination, emptyCall, encodeCalls, type Examination } from "@sipglass/model";
import type { Unexamined } from "../store.ts";
import type { Append, Hot } from "./append.ts";
import { SELECT_CALL, callOf } from "./columns.ts";
import type { Session } from "./database.ts";
import { findCall } from "./find.ts";
import { keyOf } from "./keys.ts";
import type { Places } from "./places.ts";

const EXAMINED = ["projection_version", "findings", "mos_worst", "mos_average", "mos_scale", "mos_source", "loss_pct", "jitter_ms", "rtt_ms"]
  .map((name) => CALL_COLUMNS.find((column) => column.name === name)!);

export function createExamine(places: Places, append: Append): (examinations: readonly Examination[]) => Promise<void> {
  return async (examinations) => {
    if (examinations.length === 0) return;
    const newest = new Map(examinations.map((examination) => [examination.id, examination]));
    const inHot = await places.database.write((session) => updateRows(session, places.hot, [...newest.values()]));
    for (const id of inHot) newest.delete(id);
    await renewSealed(places, append, [...newest.values()]);
  };
}

/** The number of the append rises on a changed row: a seal that copied it before must not take it out of the hot table. Answers the ids that it found. */
async function updateRows(session: Session, hot: Hot, examinations: readonly Examination[]): Promise<string[]> {
  const rows = examinations.map((examination) => {
    const call = emptyCall(examination.id, "");
    applyExamination(call, examination);
    return EXAMINED.map(({ get }) => get(call));
  });
  const updated = await session.rows((bind) => {
    const values = EXAMINED.map(({ name, type }, i) => {
      const texts = bind.texts(rows.map((row) => String(row[i] ?? "")));
      return type === "text" ? `unnest(${texts}) AS ${name}` : `TRY_CAST(unnest(${texts}) AS ${type === "integer" ? "INTEGER" : "DOUBLE"}) AS ${name}`;
    });
    return `UPDATE calls SET ${EXAMINED.map(({ name }) => `${name} = found.${name}`).join(", ")}, revision = calls.revision + 1, batch_no = ${++hot.batchNo}
      FROM (SELECT unnest(${bind.texts(examinations.map(({ id }) => id))}) AS id, unnest(${bind.keys(examinations.map(({ id }) => keyOf(id)))}) AS key_id,
        ${values.join(", ")}) AS found
      WHERE calls.key_id = found.key_id AND calls.id = found.id RETURNING calls.id`;
  });
  return updated.map(([id]) => String(id));
}

async function renewSealed(places: Places, append: Append, examinations: readonly Examination[]): Promise<void> {
  if (examinations.length === 0 || places.days.list().length === 0) return;
  const renewed = [];
  for (const examination of examinations) {
    const call = await findCall(places, ALL, examination.id);
    if (!call) continue;
    applyExamination(call, examination);
    call.revision += 1;
    renewed.push(call);
  }
  if (renewed.length > 0) await append(encodeCalls(renewed), [], []);
}

/** As isClean of the tracker, as far as cheap columns tell. */
const IS_TROUBLED = "NOT (state IN ('completed', 'busy', 'cancelled') AND retransmissions = 0 AND partial = '')";
/** Rows of an older sipglass have no version. */
const IS_UNEXAMINED = "(projection_version = 0 OR projection_version IS NULL)";

export function findUnexamined({ database }: Places, limit: number): Promise<Unexamined> {
  return database.read(async (session) => {
    const [counted] = await session.rows(`SELECT count(*) FROM calls WHERE ${IS_UNEXAMINED}`);
    const total = Number(counted![0]);
    if (total === 0) return { calls: [], total };
    const rows = await session.rows(`SELECT ${SELECT_CALL} FROM calls WHERE ${IS_UNEXAMINED} ORDER BY ${IS_TROUBLED} DESC, started_at DESC, id LIMIT ${Math.trunc(limit)}`);
    return { calls: rows.map((row) => callOf(row, ALL)), total };
  });
}
