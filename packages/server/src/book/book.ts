// The book: sole owner of the store, answers every question from live and stored calls, commits rows, recovers after a stop.
import type { Belonging } from "@sipglass/model";
import type { ViewPorts } from "@sipglass/analyse";
import type { ArchivedPacket, LogReader } from "../store/log/log.ts";
import type { Store } from "../store/store.ts";
import { answerQuestions } from "./answers.ts";
import type { ExaminerLink } from "./examine/examiner-link.ts";
import { createParts, type BookParts } from "./parts.ts";
import type { ExaminingState, Questions } from "./questions.ts";
import { recover, type RecoveryResult } from "./recovery.ts";
import type { ShardLink } from "./shard-link.ts";
import type { Totals } from "./status.ts";
import type { StrayTotals } from "./strays.ts";

export interface BookOptions {
  store: Store;
  reader: LogReader;
  shards: readonly ShardLink[];
  shardOf(packet: ArchivedPacket): number;
  ports: ViewPorts;
  /** Looks at calls that are over; without it nobody does. */
  examiner?: ExaminerLink;
  /** Headers (lower case) that are kept on calls. */
  headers: readonly string[];
  onFailure(error: Error): void;
}

/** What the book knows for health and metrics; main adds what it knows. */
export interface BookState {
  totals: Totals;
  commitFailure: string | null;
  rows: number;
  storeLatencyMs: number;
  storeBytes: number;
  recovery: { state: "done" | "running"; packets: number };
  damage: number;
  /** Reports about media that came without the name of their call. */
  strays: StrayTotals;
  examining: ExaminingState;
}

export type BookQuestions = Omit<Questions, "importCapture" | "health" | "metrics">;

export interface Book extends BookQuestions {
  recover(): Promise<RecoveryResult>;
  /** Empties what is derived and derives it again from the archive. */
  rebuild(): Promise<RecoveryResult>;
  state(): Promise<BookState>;
  /** Whose calls are from now on. */
  belongTo(belonging: Belonging): Promise<void>;
  /** Resolves when everything tracked so far is in its session. */
  joinLegs(): Promise<void>;
  dropBefore(us: number, sparedBeforeUs: number): Promise<number>;
  seal(beforeUs: number): Promise<void>;
  close(): Promise<void>;
}

/** Rounds of housekeeping: an hour. */
const MAX_POSTPONED_SEALS = 6;
const NOT_EXAMINING: ExaminingState = { examined: 0, failed: 0, unexamined: 0, backlog: 0, lagSeconds: 0 };

export function createBook(options: BookOptions): Book {
  const { store, reader, shards } = options;
  const parts = createParts(options);
  const { commits, sessionBook, rounds, strays, board } = parts;
  const recovery = { state: "done" as "done" | "running", packets: 0 };
  let postponedSeals = 0;

  const runRecovery = async (): Promise<RecoveryResult> => {
    recovery.state = "running";
    rounds?.pause(true);
    const onProgress = (packets: number): void => void (recovery.packets = packets);
    const result = await recover({ store, reader, shards, commits, shardOf: options.shardOf, onProgress });
    recovery.packets = result.packets;
    recovery.state = "done";
    rounds?.pause(false);
    return result;
  };

  return {
    ...answerQuestions(options, parts),
    async recover() {
      board.remember(await store.agents());
      const result = await runRecovery();
      rounds?.start();
      return result;
    },
    async rebuild() {
      await commits.clear();
      sessionBook.clear();
      strays.clear();
      sessionBook.rebuilding(true);
      const result = await runRecovery();
      await Promise.all(shards.map((shard) => shard.ask("settle", { all: false })));
      await strays.drain();
      await sessionBook.settled();
      sessionBook.rebuilding(false);
      await rounds?.finish();
      await commits.settled();
      return result;
    },
    async state() {
      const started = performance.now();
      const storeBytes = await store.sizeBytes();
      return {
        totals: board.totals(), commitFailure: commits.failure?.message ?? null, rows: commits.rows, storeBytes,
        storeLatencyMs: performance.now() - started, recovery: { ...recovery }, damage: reader.damage.length, strays: strays.totals(), examining: rounds?.state ?? NOT_EXAMINING,
      };
    },
    belongTo: async (belonging) => shards.forEach((shard) => shard.belongTo(belonging)),
    async joinLegs() {
      await Promise.allSettled(shards.map((shard) => shard.ask("tellLegs", null)));
      await strays.settled();
      await sessionBook.settled();
    },
    // The store orders these and commits itself; a day that is sealed for half a minute holds nothing up.
    dropBefore: (us, sparedBeforeUs) => store.dropBefore(us, sparedBeforeUs),
    async seal(beforeUs) {
      // Rows of sealed days are not looked through for what nobody examined: a while is worth waiting.
      if ((rounds?.state.backlog ?? 0) > 0 && postponedSeals < MAX_POSTPONED_SEALS) return void (postponedSeals += 1);
      postponedSeals = 0;
      await store.seal(beforeUs);
    },
    close: () => closeBook(options, parts),
  };
}

/** In the order of the data: what was found last still has a shard to attach it, and a store to go to. */
async function closeBook({ store, reader, shards, examiner, onFailure }: BookOptions, { watchers, rounds, strays, commits, sessionBook, agents }: BookParts): Promise<void> {
  watchers.close();
  await rounds?.close();
  examiner?.close();
  await Promise.allSettled(shards.map((shard) => shard.ask("settle", { all: false })));
  await strays.drain();
  // A shard that died cannot say good-bye: its last checkpoint stands, and the archive behind it.
  const last = await Promise.allSettled(shards.map((shard) => shard.ask("close", null)));
  last.forEach((answer, number) => {
    if (answer.status === "fulfilled") commits.add(number, { kind: "checkpoint", checkpoint: answer.value });
    else onFailure(answer.reason as Error);
  });
  await sessionBook.close();
  await commits.close();
  await agents.close();
  await reader.close();
  await store.close();
}
