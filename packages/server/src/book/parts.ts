// What the book is made of, and which of its parts hears which message of a shard.
import { ALL, SipglassError, type Agent } from "@sipglass/model";
import type { Store } from "../store/store.ts";
import type { BookOptions } from "./book.ts";
import { createCommits, type Commits } from "./commits.ts";
import type { ExaminerLink } from "./examine/examiner-link.ts";
import { createRounds, type Rounds } from "./examine/rounds.ts";
import { sessions } from "./search.ts";
import { createSessionBook, type SessionBook } from "./sessions/session-book.ts";
import { createStatusBoard, type StatusBoard } from "./status.ts";
import { createStrays, type Strays } from "./strays.ts";
import { createWatchers, type Watchers } from "./watchers.ts";

export interface BookParts {
  commits: Commits;
  sessionBook: SessionBook;
  /** undefined when nobody examines. */
  rounds: Rounds | undefined;
  strays: Strays;
  board: StatusBoard;
  watchers: Watchers;
  agents: AgentKeeper;
}

export function createParts(options: BookOptions): BookParts {
  const { store, shards, onFailure } = options;
  const commits: Commits = createCommits(store, shards, onFailure, (batch) => sessionBook.place(batch));
  const sessionBook = createSessionBook({ store, shards, alone: (work) => commits.alone(work), onMoved: (changes) => rounds?.sessionsChanged(changes.map(({ sessionId }) => sessionId)), onFailure });
  const rounds = options.examiner && createExamining({ ...options, examiner: options.examiner }, commits, sessionBook);
  const strays = createStrays({ store, onStored: () => rounds?.storedChanged(), shards, commits, nowMs: () => performance.now(), onFailure });
  const board = createStatusBoard(shards.length);
  const watchers = createWatchers((on) => shards.forEach((shard) => shard.watch(on)));
  const parts = { commits, sessionBook, rounds, strays, board, watchers, agents: keepAgents(store, board, onFailure) };
  listen(options, parts);
  return parts;
}

function listen({ shards, onFailure }: BookOptions, { commits, sessionBook, rounds, strays, board, watchers }: BookParts): void {
  shards.forEach((shard, number) => {
    shard.onMessage((message) => {
      if (message.kind === "rows") rounds?.passed(message.calls);
      if (message.kind === "rows" || message.kind === "checkpoint") commits.add(number, message);
      else if (message.kind === "legs") {
        sessionBook.legs(message.legs, message.ends);
        strays.legs(number, message.legs, message.ends);
      } else if (message.kind === "strays") strays.found(message.strays);
      else if (message.kind === "changes") watchers.changed(message.calls);
      else if (message.kind === "status") board.update(number, message.status);
      else if (message.kind === "failure") onFailure(new SipglassError("internal", {}, message.message));
    });
  });
}

function createExamining({ store, shards, examiner, onFailure }: BookOptions & { examiner: ExaminerLink }, commits: Commits, { engine }: SessionBook): Rounds {
  return createRounds({
    store, shards, commits, examiner, onFailure,
    legsOf: (sessionIds) => sessions({ store, shards }, ALL, [...sessionIds]),
    linksOf: (legs) => [...new Map(legs.flatMap(({ id }) => engine.linksOf(id)).map((link) => [`${link.rule} ${link.from} ${link.to}`, link])).values()],
  });
}

const SAVE_AGENTS_MS = 10_000;

export interface AgentKeeper {
  close(): Promise<void>;
}

/** Counts of agents are not derived from the archive: what came since the last save is lost with the process. */
function keepAgents(store: Store, board: StatusBoard, onFailure: (error: Error) => void): AgentKeeper {
  const save = async (): Promise<void> => {
    const agents: Agent[] = board.takeUnsaved();
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
