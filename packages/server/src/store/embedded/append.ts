// Writing: rows, checkpoints and registrations of one batch in one transaction. Rows are only added; when an id comes again, its older row goes.
import type { DuckDBAppender } from "@duckdb/node-api";
import type { CallBatch, Registration } from "@sipglass/model";
import type { Checkpoint } from "../store.ts";
import { createBatchWriter, lastOfEachId, rowKeys, takeRows, type RowKeys } from "./columns.ts";
import type { Database, Session } from "./database.ts";
import { dayOf, type Days } from "./days.ts";
import { lookUp } from "./key-file.ts";
import { KnownIds } from "./known-ids.ts";

export interface Hot {
  /** When the calls in the hot table began; may be wider than they are. */
  fromUs: number;
  toUs: number;
  knownIds: KnownIds;
  /** Number of the last append. */
  batchNo: number;
}

export async function openHot(database: Database): Promise<Hot> {
  const hot: Hot = { fromUs: Number.MAX_SAFE_INTEGER, toUs: 0, knownIds: new KnownIds(0), batchNo: 0 };
  await database.maintain((session) => refreshHot(session, hot));
  return hot;
}

export async function refreshHot(session: Session, hot: Hot): Promise<void> {
  const [row] = await session.rows("SELECT count(*), min(started_at), max(started_at), max(batch_no) FROM calls");
  const [count, first, last, batchNo] = row!;
  const knownIds = new KnownIds(Number(count));
  for await (const [keys] of session.chunks("SELECT key_id FROM calls")) for (const key of keys!) knownIds.add(Number(key));
  hot.knownIds = knownIds;
  hot.fromUs = first === null || first === undefined ? Number.MAX_SAFE_INTEGER : Number(first);
  hot.toUs = Number(last ?? -1) + 1;
  hot.batchNo = Math.max(hot.batchNo, Number(batchNo ?? 0));
}

export type Append = (batch: CallBatch, checkpoints: readonly Checkpoint[], registrations: readonly Registration[]) => Promise<void>;

export function createAppend(database: Database, days: Days, hot: Hot, tableColumns: readonly string[]): Append {
  const writeBatch = createBatchWriter(tableColumns);
  return (given, checkpoints, registrations) =>
    database.write(async (session) => {
      if (given.count > 0) {
        const rows = lastOfEachId(given);
        const batch = rows ? takeRows(given, rows) : given;
        const keys = rowKeys(batch);
        if (hot.knownIds.full) await refreshHot(session, hot);
        await supersede(session, days, hot, keys);
        await appendRows(session, (appender) => writeBatch(appender, { batch, batchNo: ++hot.batchNo, keyIds: keys.keyIds }));
        for (const key of keys.keyIds) hot.knownIds.add(key);
        for (const us of keys.startedAtUs) {
          if (us < hot.fromUs) hot.fromUs = us;
          if (us >= hot.toUs) hot.toUs = us + 1;
        }
      }
      for (const checkpoint of checkpoints) await saveCheckpoint(session, checkpoint);
      if (registrations.length > 0) await saveRegistrations(session, registrations);
    });
}

/** An appender that is left with rows would write them when it is collected, outside of the transaction. */
async function appendRows(session: Session, write: (appender: DuckDBAppender) => void): Promise<void> {
  const appender = await session.connection.createAppender("calls", "main", "sipglass");
  try {
    write(appender);
    appender.flushSync();
  } catch (error) {
    appender.clear();
    throw error;
  } finally {
    appender.closeSync();
  }
}

/** The start of a call may move by that much between two revisions without costing a second look. */
const NEARBY_US = 3_600_000_000;

async function supersede(session: Session, days: Days, hot: Hot, { ids, keyIds, startedAtUs }: RowKeys): Promise<void> {
  const again = ids.flatMap((_, row) => (hot.knownIds.mayHave(keyIds[row]!) ? [row] : []));
  if (again.length > 0) {
    const remove = (when: string): Promise<number> =>
      session.run((bind) => `DELETE FROM calls WHERE ${when} key_id IN (SELECT unnest(${bind.keys(again.map((row) => keyIds[row]!))}))
        AND id IN (SELECT unnest(${bind.texts(again.map((row) => ids[row]!))}))`);
    const starts = again.map((row) => startedAtUs[row]!);
    const removed = await remove(`started_at BETWEEN ${min(starts) - NEARBY_US} AND ${max(starts) + NEARBY_US} AND`);
    if (removed < again.length) await remove("");
  }
  const sealed = ids.flatMap((id, row) => sealedDaysNear(days, startedAtUs[row]!).filter((day) => mayHold(days, day, keyIds[row]!)).map((day) => ({ day, id })));
  if (sealed.length === 0) return;
  for (const { day } of sealed) days.replaced.add(day);
  await session.run((bind) => `INSERT INTO replaced SELECT day, id FROM (SELECT unnest(${bind.texts(sealed.map(({ day }) => String(day)))})::INTEGER AS day,
    unnest(${bind.texts(sealed.map(({ id }) => id))}) AS id) ANTI JOIN replaced USING (day, id)`);
}

const min = (values: readonly number[]): number => values.reduce((least, value) => (value < least ? value : least), Number.MAX_SAFE_INTEGER);
const max = (values: readonly number[]): number => values.reduce((most, value) => (value > most ? value : most), 0);

function sealedDaysNear(days: Days, us: number): number[] {
  const first = dayOf(us - NEARBY_US);
  const last = dayOf(us + NEARBY_US);
  return (first === last ? [first] : [first, last]).filter((day) => days.get(day) !== undefined);
}

function mayHold(days: Days, day: number, keyId: number): boolean {
  const found = lookUp(days.keyPath(days.get(day)!.file), "id", keyId);
  return found === undefined || found.length > 0;
}

async function saveCheckpoint(session: Session, { shard, replayFrom, openCalls, takenAtUs }: Checkpoint): Promise<void> {
  await session.run((bind) => `DELETE FROM shard_checkpoint WHERE shard = ${bind.text(shard)}`);
  await session.run((bind) => `INSERT INTO shard_checkpoint VALUES (${bind.text(shard)}, ${bind.text(JSON.stringify(replayFrom))}, ${bind.number(takenAtUs)})`);
  if (openCalls.length === 0) return;
  const newest = new Map(openCalls.map(({ id, json }) => [id, json]));
  await session.run((bind) => `DELETE FROM open_call WHERE shard = ${bind.text(shard)} AND id IN (SELECT unnest(${bind.texts([...newest.keys()])}))`);
  const kept = [...newest].filter((entry): entry is [string, string] => entry[1] !== null);
  if (kept.length === 0) return;
  await session.run((bind) => `INSERT INTO open_call SELECT ${bind.text(shard)}, unnest(${bind.texts(kept.map(([id]) => id))}), unnest(${bind.texts(kept.map(([, json]) => json))})`);
}

async function saveRegistrations(session: Session, registrations: readonly Registration[]): Promise<void> {
  const newest = [...new Map(registrations.map((registration) => [`${registration.aor}\n${registration.contact}`, registration])).values()];
  const contacts = (bind: { texts(values: readonly string[]): string }): string =>
    `unnest(${bind.texts(newest.map(({ aor }) => aor))}) AS aor, unnest(${bind.texts(newest.map(({ contact }) => contact))}) AS contact`;
  await session.run((bind) => `DELETE FROM registration WHERE (aor, contact) IN (SELECT (aor, contact) FROM (SELECT ${contacts(bind)}))`);
  await session.run((bind) => `INSERT INTO registration SELECT ${contacts(bind)}, unnest(${bind.texts(newest.map(({ lastSeenAtUs }) => String(lastSeenAtUs)))})::BIGINT,
    unnest(${bind.texts(newest.map((registration) => JSON.stringify(registration)))})`);
}

