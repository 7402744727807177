// Who is examined when: finished live calls every second, those with trouble first; sessions whose legs changed; and, when nothing else waits, stored
// calls that nobody looked at. What is found goes to the shard that has the call, else onto its row.
import { CALL_COLUMNS, NOT_EXAMINABLE, NOT_EXAMINED, decodeCalls, isOpen, isSipglassError, type Call, type CallBatch, type Link } from "@sipglass/model";
import type { CallExamination } from "../../pipeline/messages.ts";
import type { Store } from "../../store/store.ts";
import type { Commits } from "../commits.ts";
import type { ExaminingState } from "../questions.ts";
import type { ShardLink } from "../shard-link.ts";
import type { Examiner } from "./examine-calls.ts";
import { createGate } from "../gate.ts";
import { createJoined, type JoinedSessions } from "./joined.ts";
import { createWorkShare } from "./work-share.ts";

export interface RoundsOptions {
  shards: readonly ShardLink[];
  store: Pick<Store, "unexamined">;
  commits: Pick<Commits, "examined" | "examinationsWaiting" | "failure" | "rows" | "settled">;
  examiner: Examiner;
  /** All legs of these sessions, live and stored. */
  legsOf(sessionIds: readonly string[]): Promise<Call[]>;
  linksOf(legs: readonly Call[]): Link[];
  onFailure(error: Error): void;
  /** Of its time, when more waits than one round takes. */
  workShare?(): number;
}

export interface Rounds {
  /** Every second from now on. */
  start(): void;
  /** Legs of these sessions came, went or ended: they are looked at again together. */
  sessionsChanged(sessionIds: Iterable<string>): void;
  /** These rows are on their way to the store. */
  passed(batch: CallBatch): void;
  /** Rows in the store have changed since they were examined. */
  storedChanged(): void;
  /** One round of live calls; answers how many were examined. */
  round(): Promise<number>;
  /** Until nothing is left to examine. */
  finish(): Promise<void>;
  /** Nothing is asked of the shards meanwhile (recovery). */
  pause(on: boolean): void;
  readonly state: ExaminingState;
  close(): Promise<void>;
}

/** Call id → the number of its shard. */
type Homes = ReadonlyMap<string, number>;
/** Instead of that number: it is on its row alone. */
const STORED = -1;
const NOWHERE: Homes = new Map();
const EVERY_MS = 1000;
/** Calls of one round: some tens of milliseconds of the examiner's time. */
const CALLS_A_ROUND = 250;
/** Below this share of work: those with trouble still have their turn, and capture has the machine. */
const SMALL_SHARE = 0.1;
const CALLS_A_SMALL_ROUND = 25;
/** Longest rest between two rounds. */
const MOST_REST_MS = 5000;
/** Rows that one look into the store brings. */
const ROWS_A_LOOK = 1000;
const PROJECTION_VERSION_AT = CALL_COLUMNS.findIndex(({ name }) => name === "projection_version");

export function createRounds(options: RoundsOptions): Rounds {
  const { shards, commits, onFailure, workShare = createWorkShare() } = options;
  const state = { examined: 0, failed: 0, unexamined: 0, backlog: 0 };
  const joined = createJoined();
  const examine = createExamining(options, joined, state);
  const stored = createStoredRows(options, examine, state);
  let emptyAtMs = performance.now();
  let paused = false;
  let closed = false;
  /** Somebody waits until nothing is left. */
  let hurried = false;
  let timer: NodeJS.Timeout | undefined;
  const { alone } = createGate();
  const rest = createRest();

  /** Answers how many were examined, and whether more waits. */
  const liveRound = async (most = CALLS_A_ROUND): Promise<{ count: number; all: boolean }> => {
    const { calls, homes, all } = await liveCalls(shards, most);
    if (all) emptyAtMs = performance.now();
    if (calls.length > 0) await examine(calls, homes);
    return { count: calls.length, all };
  };
  const joinedRound = async (): Promise<void> => {
    const sessionIds = joined.takeChanged(CALLS_A_ROUND);
    const legs = sessionIds.length > 0 ? await options.legsOf(sessionIds) : [];
    const over = new Set(legs.filter(({ state: now }) => !isOpen(now)).map(({ sessionId }) => sessionId));
    if (over.size > 0) await examine(legs.filter(({ sessionId }) => over.has(sessionId)), NOWHERE);
  };
  /** Something is left to do at once. */
  const turn = async (share = 1): Promise<boolean> => {
    const { all } = await liveRound(share < SMALL_SHARE ? CALLS_A_SMALL_ROUND : CALLS_A_ROUND);
    await joinedRound();
    return all ? (await stored.round()) > 0 : true;
  };
  /** What may go wrong (a store that is away, an examiner that died) is told, and tried again with the next tick. */
  const tick = async (): Promise<void> => {
    try {
      while (!closed && !paused) {
        const startedMs = performance.now();
        const share = hurried ? 1 : workShare();
        if (!(await turn(share))) break;
        if (!hurried) await rest.take((performance.now() - startedMs) * (1 / share - 1));
      }
    } catch (error) {
      // An examiner that died does not come back; its death is told by itself.
      if (isGone(error)) clearInterval(timer);
      else if (!closed) onFailure(error as Error);
    }
  };

  return {
    start() {
      let isBusy = false;
      timer = setInterval(() => {
        if (isBusy) return;
        isBusy = true;
        void alone(tick).finally(() => (isBusy = false));
      }, EVERY_MS).unref();
    },
    sessionsChanged: (sessionIds) => joined.changed(sessionIds),
    passed: stored.passed,
    storedChanged: stored.changed,
    round: () => alone(async () => (await liveRound()).count),
    async finish() {
      hurried = true;
      rest.end();
      await alone(async () => {
        do {
          while (await turn());
          await commits.settled();
        } while (stored.mayWait && (await turn()));
      }).finally(() => (hurried = false));
    },
    pause: (on) => void (paused = on),
    get state() {
      return { ...state, lagSeconds: Math.max(0, (performance.now() - emptyAtMs - EVERY_MS) / 1000) };
    },
    async close() {
      closed = true;
      clearInterval(timer);
      rest.end();
      await alone(() => Promise.resolve());
    },
  };
}

/** A pause that can be cut short. */
function createRest() {
  let end: () => void = () => undefined;
  return {
    take: (ms: number): Promise<void> =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, Math.min(ms, MOST_REST_MS));
        end = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    end: (): void => end(),
  };
}

type Examine = (calls: readonly Call[], homes: Homes) => Promise<void>;

/** Stored calls that nobody examined, a look into the store at a time. */
function createStoredRows({ store, commits }: RoundsOptions, examine: Examine, state: Pick<ExaminingState, "unexamined" | "backlog">) {
  /** Rows from the last look into the store that are still to be examined. */
  let rows: Call[] = [];
  /** There may be unexamined rows in the store. */
  let mayHaveRows = true;
  let rowsPassed = 0;
  return {
    get mayWait() {
      return mayHaveRows;
    },
    passed({ count: rowCount, columns }: CallBatch): void {
      rowsPassed += rowCount;
      let count = 0;
      for (const version of columns[PROJECTION_VERSION_AT] ?? []) if (version === NOT_EXAMINED) count += 1;
      state.unexamined += count;
      mayHaveRows ||= count > 0;
    },
    changed: (): void => void (mayHaveRows = true),
    /** Answers how many were examined. */
    async round(): Promise<number> {
      if (rows.length === 0) {
        // What was found last must be on its rows before they are looked for again; a store that is away has nothing to say.
        if (!mayHaveRows || commits.failure !== null || commits.examinationsWaiting > 0) return 0;
        // Rows that are still on their way are not seen yet.
        mayHaveRows = commits.rows < rowsPassed;
        const { calls, total } = await store.unexamined(ROWS_A_LOOK);
        mayHaveRows ||= total > 0;
        state.backlog = total;
        rows = calls;
      }
      const calls = rows.splice(0, CALLS_A_ROUND);
      if (calls.length > 0) await examine(calls, new Map(calls.map(({ id }) => [id, STORED])));
      return calls.length;
    },
  };
}

/** Calls, with the other legs of their sessions, to the examiner; what it finds to whoever has the call. */
function createExamining({ shards, commits, examiner, legsOf, linksOf }: RoundsOptions, joined: JoinedSessions, state: Pick<ExaminingState, "examined" | "failed">) {
  /** To the shard that had it, or to all when it came with a session; what no shard has is stored. */
  const hand = async (found: readonly CallExamination[], homes: Homes): Promise<void> => {
    const notThere = new Map<string, number>();
    const ask = async (shard: ShardLink, number: number): Promise<void> => {
      const examinations = found.filter(({ id }) => (homes.get(id) ?? number) === number);
      if (examinations.length === 0) return;
      const ids = await shard.ask("examined", { examinations }).catch((error: unknown) => (isGone(error) ? examinations.map(({ id }) => id) : Promise.reject(error)));
      for (const id of ids) notThere.set(id, (notThere.get(id) ?? 0) + 1);
    };
    await Promise.all(shards.map(ask));
    const asked = (home: number | undefined): number => (home === undefined ? shards.length : home === STORED ? 0 : 1);
    commits.examined(found.filter(({ id }) => (notThere.get(id) ?? 0) === asked(homes.get(id))));
  };
  /** Calls, and the other legs of their sessions that are over. */
  return async (calls: readonly Call[], homes: Homes): Promise<void> => {
    const sessionIds = joined.of(calls);
    const legs = sessionIds.length > 0 ? await legsOf(sessionIds) : [];
    const all = new Map([...legs, ...calls].map((call) => [call.id, call]));
    const examinations = await examiner.examine([...all.values()], linksOf(legs));
    // Legs that are still open are looked at for what they say about the others.
    const found = examinations.filter(({ id }) => homes.has(id) || !isOpen(all.get(id)!.state));
    state.examined += found.length;
    state.failed += found.filter(({ projectionVersion }) => projectionVersion === NOT_EXAMINABLE).length;
    await hand(found, homes);
  };
}

/** `all`: no more of them wait. */
async function liveCalls(shards: readonly ShardLink[], most: number): Promise<{ calls: Call[]; homes: Homes; all: boolean }> {
  const calls: Call[] = [];
  const homes = new Map<string, number>();
  let all = true;
  const limit = Math.ceil(most / shards.length);
  await Promise.all(shards.map(async (shard, number) => {
    const batch = await shard.ask("unexamined", { limit }).catch((error: unknown) => (isGone(error) ? { count: 0, columns: [] } : Promise.reject(error)));
    all &&= batch.count < limit;
    for (const call of decodeCalls(batch)) {
      calls.push(call);
      homes.set(call.id, number);
    }
  }));
  return { calls, homes, all };
}

const isGone = (error: unknown): boolean => isSipglassError(error) && error.code === "unavailable";
