// The book: sole owner of the store, answers every question from live and stored calls, commits rows, recovers after a stop.
import { ALL, printRef, SipglassError, withoutRaw, type Agent, type Belonging, type Query, type MessageView, type Page, type Scope, type Call, type PacketRefs } from "@sipglass/model";
import { viewMessages, type ClockOffset, type ViewPorts } from "@sipglass/analyse";
import type { ArchivedPacket, LogReader } from "../store/log/log.ts";
import type { SearchOptions, Store } from "../store/store.ts";
import { createCommits, type Commits } from "./commits.ts";
import type { ExaminerLink } from "./examine/examiner-link.ts";
import { createRounds, type Rounds } from "./examine/rounds.ts";
import type { ExaminingState, Questions } from "./questions.ts";
import { kpi } from "./kpi.ts";
import { recover, type RecoveryResult } from "./recovery.ts";
import { searchAll } from "./raw-search.ts";
import { count, find, histogram, sessions } from "./search.ts";
import { answerSessions } from "./sessions/session-answers.ts";
import { createSessionBook, type SessionBook } from "./sessions/session-book.ts";
import type { ShardLink } from "./shard-link.ts";
import { createStrays, type StrayTotals } from "./strays.ts";
import { createStatusBoard, type StatusBoard, type Totals } from "./status.ts";
import { createWatchers } from "./watchers.ts";

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

const SAVE_AGENTS_MS = 10_000;
/** Rounds of housekeeping: an hour. */
const MAX_POSTPONED_SEALS = 6;

export function createBook(options: BookOptions): Book {
  const { store, reader, shards } = options;
  const places = { store, shards };
  const headers = new Set(options.headers);
  /** What rows can tell of a query: numbers of calls are those whose messages might still differ. */
  const ofRows = <T extends { query: Query }>(asked: T): T => ({ ...asked, query: withoutRaw(asked.query, headers) });
  const commits: Commits = createCommits(store, shards, options.onFailure, (batch) => sessionBook.place(batch));
  const sessionBook = createSessionBook({ store, shards, alone: (work) => commits.alone(work), onMoved: (changes) => rounds?.sessionsChanged(changes.map(({ sessionId }) => sessionId)), onFailure: options.onFailure });
  const rounds = options.examiner && createExamining({ ...options, examiner: options.examiner }, commits, sessionBook);
  const searchCalls = (scope: Scope, asked: SearchOptions): Promise<Page<Call>> => searchAll({ ...places, reader, ports: options.ports, headers }, scope, asked);
  const strays = createStrays({ store, onStored: () => rounds?.storedChanged(), shards, commits, nowMs: () => performance.now(), onFailure: options.onFailure });
  const board = createStatusBoard(shards.length);
  const watchers = createWatchers((on) => shards.forEach((shard) => shard.watch(on)));
  const recovery = { state: "done" as "done" | "running", packets: 0 };
  const agents = keepAgents(store, board, options.onFailure);

  let postponedSeals = 0;

  shards.forEach((shard, number) => {
    shard.onMessage((message) => {
      if (message.kind === "rows") rounds?.passed(message.calls);
      if (message.kind === "rows" || message.kind === "checkpoint") commits.add(number, message);
      else if (message.kind === "legs") {
        sessionBook.legs(message.legs);
        strays.legs(number, message.legs);
      } else if (message.kind === "strays") strays.found(message.strays);
      else if (message.kind === "changes") watchers.changed(message.calls);
      else if (message.kind === "status") board.update(number, message.status);
      else if (message.kind === "failure") options.onFailure(new SipglassError("internal", {}, message.message));
    });
  });

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
    search: searchCalls,
    ...answerSessions({ ...places, book: sessionBook }, searchCalls),
    find: (scope, idOrCallId) => find(places, scope, idOrCallId),
    count: (scope, asked) => commits.between(() => count(places, scope, ofRows(asked))),
    histogram: (scope, asked) => commits.between(() => histogram(places, scope, ofRows(asked))),
    kpi: (scope, question) => commits.between(() => kpi(places, scope, ofRows(question))),
    complete: (scope, field, prefix, limit) => store.complete(scope, field, prefix, limit),
    registrations: (scope, asked) => store.registrations(scope, asked),
    agents: async (scope) => (scope.kind === "all" ? withOffsets(board.agents(), options.examiner?.clockOffsets ?? []) : []),
    subscribe: (scope, query, onChanges) => watchers.add(scope, query, onChanges),
    packets: (scope, refs) => readPackets(options, scope, refs),
    messages: async (scope, call) => {
      const packets = await readPackets(options, scope, call.refs);
      return viewPackets(packets, options.ports, call.callId);
    },
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
    async close() {
      watchers.close();
      await rounds?.close();
      options.examiner?.close();
      // What was found last still has a shard to attach it.
      await Promise.allSettled(shards.map((shard) => shard.ask("settle", { all: false })));
      await strays.drain();
      // A shard that died cannot say good-bye: its last checkpoint stands, and the archive behind it.
      const last = await Promise.allSettled(shards.map((shard) => shard.ask("close", null)));
      last.forEach((answer, number) => {
        if (answer.status === "fulfilled") commits.add(number, { kind: "checkpoint", checkpoint: answer.value });
        else options.onFailure(answer.reason as Error);
      });
      await sessionBook.close();
      await commits.close();
      await agents.close();
      await reader.close();
      await store.close();
    },
  };
}

function withOffsets(agents: Agent[], offsets: readonly ClockOffset[]): Agent[] {
  const known = new Map(offsets.map(({ agent, us }) => [agent, us]));
  return agents.map((agent) => {
    const clockOffsetUs = known.get(agent.name);
    return clockOffsetUs === undefined ? agent : { ...agent, clockOffsetUs };
  });
}

const NOT_EXAMINING: ExaminingState = { examined: 0, failed: 0, unexamined: 0, backlog: 0, lagSeconds: 0 };

function createExamining({ store, shards, examiner, onFailure }: BookOptions & { examiner: ExaminerLink }, commits: Commits, { engine }: SessionBook): Rounds {
  return createRounds({
    store, shards, commits, examiner, onFailure,
    legsOf: (sessionIds) => sessions({ store, shards }, ALL, [...sessionIds]),
    linksOf: (legs) => [...new Map(legs.flatMap(({ id }) => engine.linksOf(id)).map((link) => [`${link.rule} ${link.from} ${link.to}`, link])).values()],
  });
}

/** Counts of agents are not derived from the archive: what came since the last save is lost with the process. */
function keepAgents(store: Store, board: StatusBoard, onFailure: (error: Error) => void): { close(): Promise<void> } {
  const save = async (): Promise<void> => {
    const agents = board.takeUnsaved();
    if (agents.length === 0) return;
    await store.saveAgents(agents).catch((error: Error) => {
      board.notSaved(agents);
      onFailure(error);
    });
  };
  const saving = setInterval(() => void save(), SAVE_AGENTS_MS).unref();
  return {
    close() {
      clearInterval(saving);
      return save();
    },
  };
}

/** The scope was proven on the call that these references come from; what belongs to no call is for those who see everything. */
async function readPackets({ reader }: BookOptions, _scope: Scope, refs: readonly PacketRefs[]): Promise<ArchivedPacket[]> {
  return reader.read(refs);
}

function viewPackets(packets: readonly ArchivedPacket[], ports: ViewPorts, callId: string): MessageView[] {
  return viewMessages(
    packets.map(({ writer, sequence, receivedUs, eventUs, frame }) => ({ ref: printRef({ writer, sequence }), receivedUs, eventUs, frame })),
    ports,
    callId,
  );
}
