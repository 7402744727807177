// Rows and checkpoints of all shards into the store, in order, many at a time; then the shards are told that their calls may go.
import { CALL_COLUMNS, type CallBatch, type Registration } from "@sipglass/model";
import type { FromShard } from "../pipeline/messages.ts";
import type { Checkpoint, Store } from "../store/store.ts";
import type { ShardLink } from "./shard-link.ts";

export interface Commits {
  add(shard: number, message: Extract<FromShard, { kind: "rows" | "checkpoint" }>): void;
  /** Runs `work` while no commit runs: what it reads live and what it reads stored belong together. */
  between<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when everything added so far is committed. */
  settled(): Promise<void>;
  readonly failure: Error | null;
  readonly rows: number;
}

interface Waiting {
  calls: CallBatch[];
  registrations: Registration[];
  checkpoints: Map<string, Checkpoint>;
  /** shard → its newest batch number. */
  batches: Map<number, number>;
}

const RETRY_MS = 1000;
const MAX_ROWS_A_COMMIT = 5000;

export function createCommits(store: Store, shards: readonly ShardLink[], onFailure: (error: Error) => void): Commits {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;
  let failure: Error | null = null;
  let rows = 0;
  /** Readers and the next commit queue up here, so that one long reader does not let the others starve a commit. */
  let gate: Promise<unknown> = Promise.resolve();
  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const result = gate.then(work);
    gate = result.catch(() => undefined);
    return result;
  };

  const last = (): Waiting => {
    const newest = waiting.at(-1);
    if (newest && newest.calls.reduce((sum, batch) => sum + batch.count, 0) < MAX_ROWS_A_COMMIT && !(running && waiting.length === 1)) return newest;
    const fresh: Waiting = { calls: [], registrations: [], checkpoints: new Map(), batches: new Map() };
    waiting.push(fresh);
    return fresh;
  };
  const run = async (): Promise<void> => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const batch = joinBatches(next.calls);
      try {
        await exclusively(async () => {
          await store.append(batch, [...next.checkpoints.values()], next.registrations);
          for (const [shard, number] of next.batches) shards[shard]?.committed(number);
        });
      } catch (error) {
        // The rows stay in the shards' live sets and here; the store may come back (a full disk that was freed).
        failure = error as Error;
        onFailure(failure);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
        continue;
      }
      failure = null;
      rows += batch.count;
      waiting.shift();
    }
  };
  const kick = (): void => {
    running ??= run().finally(() => {
      running = null;
    });
  };

  return {
    add(shard, message) {
      const into = last();
      if (message.kind === "checkpoint") into.checkpoints.set(message.checkpoint.shard, mergeCheckpoints(into.checkpoints.get(message.checkpoint.shard), message.checkpoint));
      else {
        if (message.calls.count > 0) into.calls.push(message.calls);
        into.registrations.push(...message.registrations);
        into.batches.set(shard, message.batch);
      }
      kick();
    },
    between: exclusively,
    async settled() {
      // A commit may begin another: ask again until none runs.
      for (let current = running; current; current = running) await current;
    },
    get failure() {
      return failure;
    },
    get rows() {
      return rows;
    },
  };
}

function joinBatches(batches: readonly CallBatch[]): CallBatch {
  if (batches.length === 1) return batches[0]!;
  const columns = CALL_COLUMNS.map((_, i) => batches.flatMap((batch) => batch.columns[i] ?? []));
  return { count: batches.reduce((sum, batch) => sum + batch.count, 0), columns };
}

/** Two checkpoints of one shard in one commit: the newer position, and the newest word about each open call. */
function mergeCheckpoints(older: Checkpoint | undefined, newer: Checkpoint): Checkpoint {
  if (!older) return newer;
  const openCalls = new Map([...older.openCalls, ...newer.openCalls].map((call) => [call.id, call]));
  return { ...newer, openCalls: [...openCalls.values()] };
}
