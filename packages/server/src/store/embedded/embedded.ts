// The embedded store: an index in DuckDB beside the archive, nothing to install. Hot rows in one table, closed days as Parquet.
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { SipglassError } from "@sipglass/model";
import type { SearchOptions, Store } from "../store.ts";
import { createAppend, openHot, refreshHot } from "./append.ts";
import { TABLES_FILE, openDatabase } from "./database.ts";
import { openDays } from "./days.ts";
import { createExamine, findUnexamined } from "./examine.ts";
import { completeField, findAgents, findByCallId, findBySession, findCall, findCheckpoints, findRegistrations, findStoredBeyond, saveAgents } from "./find.ts";
import { histogramOfCalls, histogramOfSessions } from "./histogram.ts";
import { settleHours } from "./kpi-hours.ts";
import { kpiOfCalls } from "./kpi.ts";
import type { Places } from "./places.ts";
import { makeSchema } from "./schema.ts";
import { clearAll, dropCallsBefore, sealDays } from "./seal.ts";
import { countCalls, searchCalls } from "./search.ts";
import { createRejoin, findSessions } from "./sessions.ts";

export interface EmbeddedOptions {
  /** Holds calls.duckdb, and calls/ with the sealed days. */
  directory: string;
  threads?: number;
  memoryLimitMb?: number;
  /** The index is checkpointed when its write-ahead log has grown to this. */
  checkpointMb?: number;
  /** A checkpoint or another thing of the background failed. */
  onFailure?: (error: Error) => void;
}

const MAX_LIMIT = 10_000;

export async function openEmbeddedStore(options: EmbeddedOptions): Promise<Store> {
  const { directory, threads = 1, memoryLimitMb = 512, checkpointMb = 32, onFailure } = options;
  const database = await openDatabase({ directory, threads, memoryLimitMb });
  try {
    const tableColumns = await database.maintain(makeSchema);
    const days = await openDays(database, directory);
    settleHours(days);
    const hot = await openHot(database);
    const places: Places = { database, days, hot };
    const append = createAppend(database, days, hot, tableColumns);
    const examine = createExamine(places, append);
    const rejoin = createRejoin(places, append);
    const checkpoint = createCheckpoints(places, join(directory, `${TABLES_FILE}.wal`), checkpointMb * 1_048_576, onFailure);
    /** One seal, drop or clear at a time. */
    let keeping: Promise<unknown> = Promise.resolve();
    const keep = <T>(work: () => Promise<T>): Promise<T> => {
      const result = keeping.then(work);
      keeping = result.catch(() => undefined);
      return result;
    };
    return {
      async append(batch, checkpoints, registrations) {
        await append(batch, checkpoints, registrations);
        checkpoint.after(batch.count);
      },
      async examine(examinations) {
        await examine(examinations);
        checkpoint.after(0);
      },
      async rejoin(changes) {
        await rejoin(changes);
        checkpoint.after(changes.length);
      },
      unexamined: (limit) => findUnexamined(places, limit),
      search: async (scope, search) => searchCalls(places, scope, checked(search)),
      find: (scope, id) => findCall(places, scope, id),
      findByCallId: (scope, callId) => findByCallId(places, scope, callId),
      findBySession: (scope, sessionId) => findBySession(places, scope, sessionId),
      findBySessions: (scope, sessionIds) => findSessions(places, scope, sessionIds),
      count: (scope, count) => countCalls(places, scope, count),
      histogram: async (scope, histogram) => histogramOfCalls(places, scope, histogram),
      sessionHistogram: async (scope, histogram, live) => histogramOfSessions(places, scope, histogram, live),
      kpi: async (scope, question) => kpiOfCalls(places, scope, question),
      complete: (scope, field, prefix, limit) => completeField(places, scope, field, prefix, limit),
      registrations: (scope, registrations) => findRegistrations(places, scope, registrations),
      saveAgents: (agents) => saveAgents(places, agents),
      agents: () => findAgents(places),
      checkpoints: () => findCheckpoints(places),
      storedBeyond: (positions) => findStoredBeyond(places, positions),
      dropBefore: (us, sparedBeforeUs) => keep(() => dropCallsBefore(places, us, sparedBeforeUs)),
      seal: (beforeUs) => keep(() => sealDays(places, beforeUs)),
      clear: () => keep(() => clearAll(places)),
      sizeBytes: () => Promise.resolve(sizeOf(directory)),
      async close() {
        checkpoint.stop();
        await keeping;
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

function checked(options: SearchOptions): SearchOptions {
  if (!Number.isInteger(options.limit) || options.limit < 1 || options.limit > MAX_LIMIT) throw new SipglassError("bad_request", { field: "limit" });
  return options;
}

/** When no row came for so long, a log of this size is folded in: it is not compressed, and replayed at the next start. */
const IDLE_MS = 5000;
const IDLE_LOG_BYTES = 262_144;

/** Checkpoints run between two appends and away from this thread; about 10 µs a call, 0.4 s at a time at the default size. */
function createCheckpoints({ database, hot }: Places, log: string, limitBytes: number, onFailure?: (error: Error) => void): { after(rows: number): void; stop(): void } {
  let running = false;
  let idle: NodeJS.Timeout | undefined;
  const atLeast = (bytes: number): void => {
    if (running || (statSync(log, { throwIfNoEntry: false })?.size ?? 0) < bytes) return;
    running = true;
    database
      .checkpoint()
      .then(() => (hot.knownIds.full ? database.maintain((session) => refreshHot(session, hot)) : undefined))
      .catch((error: Error) => onFailure?.(error))
      .finally(() => (running = false));
  };
  return {
    /** Checkpoints of shards come every few seconds, examinations of a backlog for minutes: no reason to wait. */
    after(rows) {
      atLeast(limitBytes);
      if (rows === 0 && idle) return;
      clearTimeout(idle);
      idle = setTimeout(() => {
        idle = undefined;
        atLeast(Math.min(IDLE_LOG_BYTES, limitBytes));
      }, IDLE_MS).unref();
    },
    stop: () => clearTimeout(idle),
  };
}

function sizeOf(directory: string): number {
  let bytes = 0;
  for (const entry of readdirSync(directory, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  }
  return bytes;
}
