// Sealing: closed UTC days move from the hot table to one Parquet file each, sorted by time, with a key file beside it. The files are written first and
// count only from the transaction that names them in `sealed_day` and takes their rows out of the hot table: a crash anywhere leaves one or the other.
// A day that was sealed before and got late rows is written anew as its next generation.
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { CALL_COLUMNS, parseFirstLegs } from "@sipglass/model";
import { refreshHot } from "./append.ts";
import type { Session } from "./database.ts";
import { DAY_US, dayName, dayOf, writeKeysOf, type SealedDay } from "./days.ts";
import { lacksHours, removeHours, writeHours } from "./kpi-hours.ts";
import { createPairList, mergePairs, readKeyFile, writeKeyFile, type KeyPairs } from "./key-file.ts";
import { keyOf } from "./keys.ts";
import type { Places } from "./places.ts";

/** Small enough that finding one call unpacks little (18 ms; at 24,576 rows 25 ms), large enough that zstd works well (1 % more bytes than there). */
const ROW_GROUP_ROWS = 12_288;

/** A sealed day is written anew when its late rows are more than this part of it; fewer stay in the hot table, where they are read as well. */
const LATE_PART = 0.02;

/** Days that ended at or before `beforeUs`. */
export async function sealDays(places: Places, beforeUs: number): Promise<void> {
  const { database, days, hot } = places;
  const end = dayOf(beforeUs) * DAY_US;
  const waiting = await database.read((session) =>
    session.rows((bind) => `SELECT started_at // ${DAY_US} AS day, count(*) FROM calls WHERE started_at < ${bind.number(end)} GROUP BY day ORDER BY day`));
  const due = waiting.filter(([day, calls]) => Number(calls) >= (days.get(Number(day))?.calls ?? 0) * LATE_PART);
  for (const [day] of due) await sealDay(places, Number(day));
  await countHours(places);
  if (due.length === 0) return;
  await database.maintain((session) => refreshHot(session, hot));
  await database.checkpoint();
}

/** Days that an earlier program sealed, or that were counted by other definitions, get their hours counted a few at a time. */
const MOST_COUNTED = 16;

/** Counts that cannot be made ahead are made when they are asked for: that must not keep a day from being sealed. */
async function countHours({ database, days }: Places): Promise<void> {
  const due = days.list().filter((day) => lacksHours(days, day)).slice(-MOST_COUNTED);
  for (const day of due) await database.read((session) => writeHours(session, days, day)).catch(() => removeHours(days, day));
}

interface Sealing {
  day: number;
  old: SealedDay | undefined;
  fresh: SealedDay;
  /** The rows of the hot table that go; rows of later appends stay. */
  rows: string;
}

async function sealDay(places: Places, day: number): Promise<void> {
  const { database, days, hot } = places;
  const old = days.get(day);
  const generation = (old?.generation ?? 0) + 1;
  const file = generation === 1 ? `${dayName(day)}.parquet` : `${dayName(day)}.${generation}.parquet`;
  // The number is read between two appends, so that every row up to it is committed.
  const lastBatch = await database.maintain(() => Promise.resolve(hot.batchNo));
  const rows = `started_at >= ${day * DAY_US} AND started_at < ${(day + 1) * DAY_US} AND batch_no <= ${lastBatch}`;
  const sealing: Sealing = { day, old, fresh: { day, file, calls: 0, generation }, rows };
  try {
    await database.read((session) => writeFiles(places, session, sealing));
    await database.withoutReaders(() => commit(places, sealing));
  } catch (error) {
    rmSync(`${days.path(file)}.tmp`, { force: true });
    throw error;
  }
}

async function writeFiles({ days }: Places, session: Session, { day, old, fresh, rows }: Sealing): Promise<void> {
  const columns = CALL_COLUMNS.map(({ name }) => name).join(", ");
  const path = days.path(fresh.file);
  const before = old ? `SELECT ${columns} FROM ${days.relation([old])} WHERE id NOT IN (SELECT id FROM replaced WHERE day = ${day}) UNION ALL ` : "";
  await session.run(`COPY (${before}SELECT ${columns} FROM calls WHERE ${rows} ORDER BY started_at, id)
    TO '${`${path}.tmp`.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}, PARQUET_VERSION v2, USE_TMP_FILE false)`);
  const [counted] = await session.rows(`SELECT (SELECT count(*) FROM calls WHERE ${rows})${old ? ` + (SELECT count(*) FROM ${days.relation([old])} WHERE id NOT IN (SELECT id FROM replaced WHERE day = ${day}))` : ""}`);
  fresh.calls = Number(counted![0]);
  const ms = `(started_at - ${day * DAY_US}) // 1000`;
  const lists = {
    callId: await pairs(session, `SELECT key_call_id, ${ms} AS ms FROM calls WHERE ${rows} ORDER BY key_call_id, ms`),
    id: await pairs(session, `SELECT key, ms FROM (SELECT key_id AS key, ${ms} AS ms FROM calls WHERE ${rows}
      UNION ALL SELECT key_session, ${ms} FROM calls WHERE key_session <> 0 AND ${rows}) ORDER BY key, ms`),
  };
  lists.id = mergePairs(lists.id, await firstLegPairs(session, ms, rows));
  const known = old ? readKeyFile(days.keyPath(old.file)) : { callId: new BigUint64Array(), id: new BigUint64Array() };
  sync(`${path}.tmp`);
  renameSync(`${path}.tmp`, path);
  // Keys of rows that are no longer there cost a look and find nothing.
  if (known) writeKeyFile(days.keyPath(fresh.file), { callId: mergePairs(known.callId, lists.callId), id: mergePairs(known.id, lists.id) });
  else await writeKeysOf(session, days, fresh);
  sync(days.directory);
}

/** Under these ids some know their session. */
async function firstLegPairs(session: Session, ms: string, rows: string): Promise<KeyPairs> {
  const list = createPairList();
  for await (const [firstLegs, at] of session.chunks(`SELECT first_legs, ${ms} FROM calls WHERE first_legs <> '' AND ${rows}`)) {
    firstLegs!.forEach((text, i) => parseFirstLegs(String(text)).forEach(({ id }) => list.add(keyOf(id), Number(at![i]))));
  }
  return list.pairs().sort();
}

async function pairs(session: Session, sql: string): Promise<KeyPairs> {
  const list = createPairList();
  for await (const [keys, ms] of session.chunks(sql)) keys!.forEach((key, i) => list.add(Number(key), Number(ms![i])));
  return list.pairs();
}

function sync(path: string): void {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

async function commit({ database, days }: Places, { day, old, fresh, rows }: Sealing): Promise<void> {
  let late = 0;
  await database.write(async (session) => {
    await session.run(`DELETE FROM calls WHERE ${rows}`);
    await session.run(`DELETE FROM replaced WHERE day = ${day}`);
    // Newer revisions that came while the files were written, of calls that the new file holds too.
    const [remaining] = await session.rows(`SELECT count(*) FROM calls WHERE started_at >= ${(day - 1) * DAY_US} AND started_at < ${(day + 2) * DAY_US}`);
    if (Number(remaining![0]) > 0) late = await session.run(`INSERT INTO replaced SELECT ${day}, id FROM ${days.relation([fresh])} SEMI JOIN calls USING (id)`);
    await session.run(`DELETE FROM sealed_day WHERE day = ${day}`);
    await session.run((bind) => `INSERT INTO sealed_day VALUES (${day}, ${bind.text(fresh.file)}, ${fresh.calls}, ${fresh.generation})`);
  });
  days.set(fresh);
  if (late > 0) days.replaced.add(day);
  else days.replaced.delete(day);
  if (old) {
    for (const path of [days.path(old.file), days.keyPath(old.file)]) rmSync(path, { force: true });
    removeHours(days, old);
  }
}

/** Answers how many calls went. A sealed day goes when it has ended before, and did not begin before `sparedBeforeUs`. */
export async function dropCallsBefore({ database, days, hot }: Places, us: number, sparedBeforeUs = 0): Promise<number> {
  const gone = days.list().filter(({ day }) => (day + 1) * DAY_US <= us && day * DAY_US >= sparedBeforeUs);
  const dropped = await database.withoutReaders(async () => {
    const count = await database.write(async (session) => {
      let calls = await session.run((bind) => `DELETE FROM calls WHERE started_at < ${bind.number(us)} AND started_at >= ${bind.number(sparedBeforeUs)}`);
      for (const { day, calls: sealed } of gone) {
        const outdated = await session.run(`DELETE FROM replaced WHERE day = ${day}`);
        await session.run(`DELETE FROM sealed_day WHERE day = ${day}`);
        calls += sealed - outdated;
      }
      return calls;
    });
    for (const sealed of gone) {
      const { day, file } = sealed;
      removeHours(days, sealed);
      days.delete(day);
      days.replaced.delete(day);
      for (const path of [days.path(file), days.keyPath(file)]) rmSync(path, { force: true });
    }
    return count;
  });
  if (dropped > 0) await database.maintain((session) => refreshHot(session, hot));
  return dropped;
}

/** Everything derived goes; agents are counted, not derived, and stay. */
export async function clearAll({ database, days, hot }: Places): Promise<void> {
  await database.withoutReaders(async () => {
    const sealed = days.list();
    await database.write(async (session) => {
      for (const table of ["calls", "replaced", "sealed_day", "shard_checkpoint", "open_call", "registration"]) await session.run(`DELETE FROM ${table}`);
    });
    for (const one of sealed) {
      const { day, file } = one;
      removeHours(days, one);
      days.delete(day);
      for (const path of [days.path(file), days.keyPath(file)]) rmSync(path, { force: true });
    }
    days.replaced.clear();
    await database.checkpoint();
    await database.maintain((session) => refreshHot(session, hot));
  });
}
