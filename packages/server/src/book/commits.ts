// Rows and checkpoints of all shards into the store, in order, many at a time; then the shards are told that their calls may go.
import { CALL_COLUMNS, type CallBatch, type Examination, type Registration } from "@sipglass/model";
import type { FromShard } from "../pipeline/messages.ts";
import type { Checkpoint, Store } from "../store/store.ts";
import { createGate } from "./gate.ts";
import { createOpenCalls } from "./open-calls.ts";
import type { ShardLink } from "./shard-link.ts";

export interface Commits {
  add(shard: number, message: Extract<FromShard, { kind: "rows" | "checkpoint" }>): void;
  /** What was found about calls whose rows were added before. */
  examined(examinations: readonly Examination[]): void;
  /** All in one transaction. */
  addTogether(checkpoints: readonly Checkpoint[]): void;
  /** What the store holds when it is opened. */
  remember(checkpoints: Iterable<Checkpoint>): void;
  /** Empties the store, when everything added before is committed. */
  clear(): Promise<void>;
  /** Runs `work` while no commit runs: what it reads live and what it reads stored belong together. */
  between<T>(work: () => Promise<T>): Promise<T>;
  /** Resolves when there is room for more: whoever makes rows faster than the store takes them waits here. */
  room(): Promise<void>;
  /** Resolves when everything added so far is committed. */
  settled(): Promise<void>;
  /** As settled, but a commit that fails from now on is not tried again: what it held is derived from the archive at the next start. */
  close(): Promise<void>;
  /** Runs `work` while no commit and no reader in `between` runs. */
  alone<T>(work: () => Promise<T>): Promise<T>;
  readonly failure: Error | null;
  readonly rows: number;
  /** Those that are not on their rows yet. */
  readonly examinationsWaiting: number;
}

interface Waiting {
  calls: CallBatch[];
  rows: number;
  /** By call: only the newest counts. */
  examinations: Map<string, Examination>;
  /** By aor and contact: only the newest counts, so that a store that is away for hours costs no more memory. */
  registrations: Map<string, Registration>;
  checkpoints: Map<string, Checkpoint>;
  /** shard → its newest batch number. */
  batches: Map<number, number>;
}

const RETRY_MS = 1000;
const MAX_ROWS_A_COMMIT = 2500;
const ROOM_ROWS = 10_000;
const ROOM_MS = 5;
const ID = CALL_COLUMNS.findIndex(({ name }) => name === "id");

const nothing = (): Waiting => ({ calls: [], rows: 0, examinations: new Map(), registrations: new Map(), checkpoints: new Map(), batches: new Map() });

/** `beforeStoring` may change what is about to be stored. */
export function createCommits(store: Store, shards: readonly ShardLink[], onFailure: (error: Error) => void, beforeStoring: (batch: CallBatch) => void = () => undefined): Commits {
  const gate = createGate();
  const openCalls = createOpenCalls();
  const waiting: Waiting[] = [];
  let committing: Waiting | null = null;
  let running: Promise<void> | null = null;
  let failure: Error | null = null;
  let closing = false;
  let rows = 0;

  const last = (): Waiting => {
    const newest = waiting.at(-1);
    if (newest && newest !== committing && newest.rows < MAX_ROWS_A_COMMIT) return newest;
    const fresh = nothing();
    waiting.push(fresh);
    return fresh;
  };
  const commit = async (next: Waiting): Promise<void> => {
    committing = next;
    const calls = joinBatches(next.calls);
    beforeStoring(calls);
    await store.append(calls, [...next.checkpoints.values()], [...next.registrations.values()]);
    if (next.examinations.size > 0) await store.examine([...next.examinations.values()]);
    for (const [shard, number] of next.batches) shards[shard]?.committed(number);
    committing = null;
    rows += next.rows;
    waiting.shift();
  };
  /** One turn at the gate for all that waits when it comes: readers in between cost a turn, whatever has gathered. */
  const commitAll = async (): Promise<void> => {
    for (let left = waiting.length; left > 0 && waiting[0]; left -= 1) await commit(waiting[0]);
    failure = null;
  };
  const run = async (): Promise<void> => {
    while (waiting.length > 0) {
      try {
        await gate.alone(commitAll);
      } catch (error) {
        // The rows stay in the shards' live sets and here; the store may come back (a full disk that was freed).
        failure = error as Error;
        onFailure(failure);
        if (closing) return;
        await pause(RETRY_MS);
      }
    }
  };
  const kick = (): void => {
    if (running || waiting.length === 0) return;
    running = run().finally(() => {
      running = null;
      if (!closing || failure === null) kick();
    });
  };
  const settled = async (): Promise<void> => {
    // A commit may begin another: ask again until none runs.
    while (running) await running;
  };
  const addCheckpoint = (into: Waiting, checkpoint: Checkpoint): void =>
    void into.checkpoints.set(checkpoint.shard, mergeCheckpoints(into.checkpoints.get(checkpoint.shard), checkpoint));
  const addStored = (into: Waiting, checkpoint: Checkpoint): void => {
    openCalls.note(checkpoint);
    addCheckpoint(into, checkpoint);
  };

  return {
    add(shard, message) {
      const into = last();
      if (message.kind === "checkpoint") addStored(into, message.checkpoint);
      else {
        if (message.calls.count > 0) into.calls.push(message.calls);
        into.rows += message.calls.count;
        for (const checkpoint of openCalls.takeBack((message.calls.columns[ID] ?? []).map(String))) addCheckpoint(into, checkpoint);
        for (const registration of message.registrations) into.registrations.set(`${registration.aor}\n${registration.contact}`, registration);
        into.batches.set(shard, message.batch);
      }
      kick();
    },
    examined(examinations) {
      if (examinations.length === 0) return;
      const into = last();
      for (const examination of examinations) into.examinations.set(examination.id, examination);
      kick();
    },
    addTogether(checkpoints) {
      const into = last();
      for (const checkpoint of checkpoints) addStored(into, checkpoint);
      kick();
    },
    remember(checkpoints) {
      for (const checkpoint of checkpoints) openCalls.note(checkpoint);
    },
    async clear() {
      await settled();
      await gate.alone(() => store.clear());
      openCalls.forget();
    },
    between: (work) => gate.together(work),
    alone: (work) => gate.alone(work),
    async room() {
      while (waiting.reduce((sum, next) => sum + next.rows, 0) > ROOM_ROWS) await pause(ROOM_MS);
    },
    settled,
    close() {
      closing = true;
      return settled();
    },
    get failure() {
      return failure;
    },
    get examinationsWaiting() {
      return waiting.reduce((sum, { examinations }) => sum + examinations.size, 0);
    },
    get rows() {
      return rows;
    },
  };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

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
