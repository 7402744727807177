// A whole collector in one thread for tests: real archive on disk, memory store, shards asked by direct calls, a clock that the test sets. It can
// be killed at any moment: what is in files and in the store stays, everything else is gone.
import { appendFileSync, mkdtempSync, readdirSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ALL, callToJson, MATCH_ALL, printRef, type Call, type CallJson } from "@sipglass/model";
import { inflateAny } from "../inflate.ts";
import { latin1 } from "../latin1.ts";
import type { FromShard, ShardQuestion } from "../pipeline/messages.ts";
import { createShard, type Shard, type ShardOptions } from "../pipeline/shard.ts";
import { frameOf, slabOf } from "../pipeline/frames.fixture.ts";
import type { LadderStep } from "../../../../fixtures/calls/ladder.ts";
import { shardOf } from "../route.ts";
import { createLogWriter, openLogReader, recoverSegments } from "../store/log/mod.ts";
import { openMemoryStore } from "../store/memory/mod.ts";
import type { Store } from "../store/store.ts";
import { createBook, type Book } from "./book.ts";
import { createExaminer } from "./examine/examine-calls.ts";
import type { RecoveryResult } from "./recovery.ts";
import type { ShardLink } from "./shard-link.ts";

export const PORTS = { inflate: inflateAny, latin1 };
export const START_US = 1_767_225_600_000_000;

export interface Heard {
  frame: Buffer;
  receivedUs: number;
  peer?: string;
}

/** What becomes of a transaction: `die` = the process is killed before it, `die_after` = when it was made. */
export type Fate = "commit" | "die" | "die_after" | Error;

export interface RunOptions extends Partial<Pick<ShardOptions, "lingerUs" | "maxOpenCalls" | "maxLingering">> {
  shards?: number;
  store?: Store;
  nowUs?: number;
  /** Calls that are over are examined, every second of real time. */
  examining?: boolean;
  onCommit?(parameters: Parameters<Store["append"]>, number: number): Fate;
}

export interface Run {
  readonly book: Book;
  readonly shards: readonly Shard[];
  /** Rejects when the run was killed before it was over. */
  readonly recovered: Promise<RecoveryResult>;
  readonly failures: readonly string[];
  readonly isDead: boolean;
  /** Resolves when it is killed. */
  readonly killed: Promise<unknown>;
  /** Packets as the receiver would hand them over; the clock ticks to each. */
  hear(heard: readonly Heard[]): void;
  /** The clock goes on and ticks. */
  until(us: number): void;
  /** All shards. */
  beat(): void;
  second(): void;
  checkpoint(): void;
  /** Everything that is under way between shards, book and store arrives. */
  arrive(): Promise<void>;
  kill(): void;
  stop(): Promise<void>;
}

export interface Site {
  readonly archive: string;
  readonly store: Store;
  start(options?: RunOptions): Promise<Run>;
  /** As start, and recovered. */
  up(options?: RunOptions): Promise<Run>;
  /** The last block written is cut short, as by a loss of power, or followed by half a block. */
  tear(how: "short" | "garbage"): void;
}

export async function openSite(): Promise<Site> {
  const archive = join(mkdtempSync(join(tmpdir(), "sipglass-site-")), "archive");
  const store = await openMemoryStore();
  let boot = 0;
  const start = async (options: RunOptions = {}): Promise<Run> => {
    await recoverSegments(archive);
    boot += 1;
    return startRun({ archive, store, boot }, options);
  };
  return {
    archive, store, start,
    async up(options) {
      const run = await start(options);
      await run.recovered;
      return run;
    },
    tear(how) {
      const path = segmentsOf(archive).sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs).at(-1);
      if (path === undefined) throw new Error("nothing was written");
      if (how === "short") truncateSync(path, statSync(path).size - 7);
      else appendFileSync(path, Buffer.from("504d2a5310000000", "hex"));
    },
  };
}

export const segmentsOf = (archive: string): string[] =>
  readdirSync(archive, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".hep.zst")).map((name) => join(archive, name));

async function startRun(site: { archive: string; store: Store; boot: number }, options: RunOptions): Promise<Run> {
  const { archive, boot } = site;
  const count = options.shards ?? 1;
  const life = Promise.withResolvers<never>();
  life.promise.catch(() => undefined);
  let alive = true;
  let nowUs = options.nowUs ?? START_US;
  let tickedUs = nowUs;
  const kill = (): void => {
    alive = false;
    life.reject(new Error("killed"));
  };
  const listeners: ((message: FromShard) => void)[][] = Array.from({ length: count }, () => []);
  const later = (act: () => void): void => queueMicrotask(() => void (alive && act()));
  const shards = Array.from({ length: count }, (_, shard) => createShard({
    name: `ctest-${boot}-${shard}`, writer: createLogWriter({ directory: archive, collector: "ctest", boot, shard, now: () => nowUs }), clockToleranceUs: Infinity, authKey: "",
    maxOpenCalls: 1000, lingerUs: 32e6, maxLingering: 1000, headers: [], correlationHeaders: ["x-cid"], ...options, now: () => nowUs,
    send(message) {
      const copy = structuredClone(message);
      later(() => listeners[shard]!.forEach((listener) => listener(copy)));
    },
  }));
  const links = shards.map((shard, number): ShardLink => ({
    ask: <K extends ShardQuestion>(question: K, ask: Parameters<ShardLink["ask"]>[1]) =>
      new Promise((resolve, reject) => {
        const copy = structuredClone(ask);
        later(() => {
          try {
            const answer = structuredClone(shard.answer(question, copy as never));
            later(() => resolve(answer as never));
          } catch (error) {
            reject(error as Error);
          }
        });
      }),
    committed: (batch) => later(() => shard.committed(batch)),
    watch: (on) => later(() => shard.watch(on)),
    belongTo: (belonging) => later(() => shard.belongTo(belonging)),
    onMessage: (listener) => void listeners[number]!.push(listener),
  }));
  const failures: string[] = [];
  const onFailure = (error: Error): void => void failures.push(error.message);
  const examiner = { ...createExaminer({ reader: openLogReader({ directory: archive }), ports: PORTS, onFailure }), clockOffsets: [], close: () => undefined };
  const book = createBook({
    ...(options.examining ? { examiner } : {}),
    store: mortal(options.store ?? site.store, () => alive, kill, options.onCommit), reader: await openLogReader({ directory: archive }), shards: links, ports: PORTS, headers: [],
    shardOf: ({ frame, peer }) => shardOf(frame, peer, count), onFailure,
  });
  const recovered = Promise.race([book.recover(), life.promise]);
  recovered.catch(() => undefined);

  const second = (): void => {
    tickedUs = nowUs;
    for (const shard of shards) {
      // Nothing waits: the receiver says so.
      shard.slab(slabOf([], nowUs));
      shard.second();
    }
  };
  const until = (us: number): void => {
    nowUs = Math.max(nowUs, us);
    if (nowUs > tickedUs) second();
  };
  return {
    book, shards, recovered, failures, until, second, kill,
    killed: life.promise.catch(() => undefined),
    get isDead() {
      return !alive;
    },
    hear(heard) {
      for (const { frame, receivedUs, peer = "10.9.8.7:1234/udp" } of heard) {
        until(receivedUs);
        shards[shardOf(frame, peer, count)]!.slab(slabOf([frame], receivedUs, peer));
      }
    },
    beat: () => shards.forEach((shard) => shard.beat()),
    checkpoint: () => shards.forEach((shard) => shard.checkpoint()),
    async arrive() {
      for (let i = 0; i < 3; i += 1) await new Promise((resolve) => setImmediate(resolve));
    },
    async stop() {
      await book.close();
      alive = false;
    },
  };
}

/** The same store, but only as long as the run lives. */
function mortal(store: Store, isAlive: () => boolean, kill: () => void, onCommit: RunOptions["onCommit"]): Store {
  const never = new Promise<never>(() => undefined);
  let commits = 0;
  return new Proxy(store, {
    get(target, name: keyof Store) {
      if (name === "close") return async () => undefined;
      if (name !== "append") return target[name].bind(target);
      return async (...parameters: Parameters<Store["append"]>): Promise<void> => {
        if (!isAlive()) return never;
        commits += 1;
        const fate = onCommit?.(parameters, commits) ?? "commit";
        if (fate instanceof Error) throw fate;
        if (fate !== "die") await target.append(...parameters);
        if (fate === "commit") return;
        kill();
        await never;
      };
    },
  });
}

export interface Shown {
  call: Omit<CallJson, "revision" | "duplicates">;
  refs: string[];
  messages: string[];
}

export async function allCalls(book: Book, limit = 100): Promise<Call[]> {
  const calls: Call[] = [];
  let cursor: string | undefined;
  do {
    const page = await book.search(ALL, { query: MATCH_ALL, fromUs: 0, toUs: Number.MAX_SAFE_INTEGER, limit, order: "oldest", ...(cursor === undefined ? {} : { cursor }) });
    calls.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return calls;
}

/** Everything that a person could see, except how often a call changed and how many mirror duplicates (which are not archived) it had. */
export async function shown(book: Book): Promise<Shown[]> {
  const found: Shown[] = [];
  for (const call of await allCalls(book)) {
    const { revision: _revision, duplicates: _duplicates, ...rest } = callToJson(call);
    const messages = await book.messages(ALL, call);
    found.push({ call: rest, refs: call.refs.flatMap(({ writer, sequences }) => sequences.map((sequence) => printRef({ writer, sequence }))), messages: messages.map(({ ref, timeUs, raw }) => `${ref} ${timeUs} ${raw}`) });
  }
  return found.sort((a, b) => (a.call.id < b.call.id ? -1 : 1));
}

/** References of everything in the archive. */
export async function archivedRefs(site: Site): Promise<string[]> {
  const reader = await openLogReader({ directory: site.archive });
  const refs: string[] = [];
  for await (const packet of reader.scan({})) refs.push(printRef(packet));
  await reader.close();
  return refs.sort();
}


/** Ladder steps as frames: HEP says the event time. */
export const heardOf = (steps: readonly LadderStep[]): Heard[] =>
  steps.map(({ packet, eventUs, receivedUs }) => ({ frame: frameOf({ ...packet, timeUs: eventUs }), receivedUs }));

/** What the archive alone comes to, tracked from its first packet on by a collector that knows nothing else. */
export async function derivedAnew(site: Site, nowUs: number, options: RunOptions = {}): Promise<Shown[]> {
  const run = await site.up({ nowUs, ...options, store: await openMemoryStore() });
  run.second();
  const calls = await settledAt(run, nowUs);
  run.kill();
  return calls;
}

export async function settledAt(run: Run, nowUs: number): Promise<Shown[]> {
  run.until(nowUs);
  run.second();
  await run.arrive();
  return shown(run.book);
}
