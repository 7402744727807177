// One shard: packets in, archive and finished calls out, questions about its live calls answered. Knows no thread and no port.
import { createCallTracker, createRegistrationTracker } from "@sipglass/analyse";
import { encodeCalls, SEGMENT_CLASSES, type Call, type SegmentClass } from "@sipglass/model";
import { readSlab, type SlabMessage } from "../slab.ts";
import type { LogWriter } from "../store/log/log.ts";
import type { Checkpoint } from "../store/store.ts";
import { createAgentBook } from "./agents.ts";
import { createLiveAnswers, type LiveAnswers } from "./live-answers.ts";
import type { FromShard, ShardQuestion, ShardQuestions, ShardStatus } from "./messages.ts";
import { createPacketPath } from "./packet-path.ts";

export interface ShardOptions {
  /** `COLLECTOR-BOOT-SHARD`. */
  name: string;
  writer: LogWriter;
  clockToleranceUs: number;
  authKey: string;
  maxOpenCalls: number;
  lingerUs: number;
  maxLingering: number;
  headers: readonly string[];
  correlationHeaders: readonly string[];
  now(): number;
  send(message: FromShard): void;
}

export interface Shard {
  slab(message: SlabMessage): void;
  answer<K extends ShardQuestion>(question: K, ask: ShardQuestions[K]["ask"]): ShardQuestions[K]["answer"];
  committed(batch: number): void;
  watch(on: boolean): void;
  /** Every 100 ms: pending blocks to disk, finished calls to the book, changes to those who watch. */
  beat(): void;
  /** Every second: fsync, expiry, status. */
  second(): void;
  /** Every five seconds. */
  checkpoint(): void;
  /** Rows sent and not yet committed: the back-pressure of the book. */
  readonly uncommitted: number;
}

const ROWS_A_BATCH = 1000;
const MAX_REFS = 20_000;

type Positions = Partial<Record<SegmentClass, number>>;

export function createShard(options: ShardOptions): Shard {
  const { writer, now, send } = options;
  let closed: Call[] = [];
  let batch = 0;
  const pending = new Map<number, Call[]>();
  let uncommitted = 0;
  let throughUs = 0;
  let storedThroughUs = 0;
  let watched = false;
  /** Recovery: Call-ID → highest sequence per writer that stored rows and restored calls already hold. */
  let applied = new Map<string, Record<string, number>>();

  const tracker = createCallTracker({
    maxOpenCalls: options.maxOpenCalls, maxRefs: MAX_REFS, lingerUs: options.lingerUs, maxLingering: options.maxLingering,
    headers: options.headers, correlationHeaders: options.correlationHeaders,
    onClosed: (call) => void closed.push(call),
  });
  const registrations = createRegistrationTracker();
  const agents = createAgentBook();
  const path = createPacketPath({ writer, tracker, registrations, agents, clockToleranceUs: options.clockToleranceUs, authKey: options.authKey });

  const sendRows = (): void => {
    const changedRegistrations = registrations.takeChanged();
    while (closed.length > 0 || changedRegistrations.length > 0) {
      const calls = closed.splice(0, ROWS_A_BATCH);
      batch += 1;
      uncommitted += calls.length;
      pending.set(batch, calls);
      send({ kind: "rows", batch, calls: encodeCalls(calls), registrations: changedRegistrations.splice(0) });
    }
  };
  const positions = (): Positions => Object.fromEntries(SEGMENT_CLASSES.map((name) => [name, writer.positions()[name].appended]));
  const byClass = ({ replayFrom }: { replayFrom: Positions }): Record<string, number> => ({ ...positions(), ...replayFrom });
  const flushAndSync = (): void => {
    const receivedThroughUs = throughUs;
    writer.flush();
    writer.sync();
    if (writer.state === "ok") storedThroughUs = receivedThroughUs;
  };
  const takeCheckpoint = (whole: boolean): Checkpoint => {
    flushAndSync();
    const taken = tracker.checkpoint(positions(), { whole });
    sendRows();
    return { shard: options.name, replayFrom: byClass(taken), openCalls: taken.openCalls, takenAtUs: now() };
  };
  const live: LiveAnswers = createLiveAnswers({ tracker, pending, closed: () => closed });

  const answers: { [K in ShardQuestion]: (ask: ShardQuestions[K]["ask"]) => ShardQuestions[K]["answer"] } = {
    ...live,
    restore({ openCalls, applied: sequences }) {
      applied = new Map(sequences);
      tracker.restore(openCalls);
      for (const call of tracker.live()) addApplied(applied, call);
      return openCalls.length;
    },
    replay({ packets }) {
      for (const packet of packets) path.again(packet, applied);
      tracker.advance(0);
      sendRows();
      return packets.length;
    },
    wholeCheckpoint() {
      applied = new Map();
      return takeCheckpoint(true);
    },
    settle({ all }) {
      writer.flush();
      tracker.advance(now());
      if (all) tracker.closeAll();
      sendRows();
      return null;
    },
    close() {
      const checkpoint = takeCheckpoint(true);
      writer.close();
      return checkpoint;
    },
  };

  return {
    slab(message) {
      readSlab(message, ({ frame, peer, receivedUs }) => path.live(frame, peer, receivedUs, message.imported));
      throughUs = Math.max(throughUs, message.throughUs);
      if (message.imported) {
        writer.flush();
        sendRows();
      }
    },
    answer: (question, ask) => answers[question](ask),
    committed(upTo) {
      for (const [number, calls] of pending) {
        if (number > upTo) break;
        uncommitted -= calls.length;
        pending.delete(number);
      }
    },
    watch(on) {
      watched = on;
      if (on) tracker.takeChanged();
    },
    beat() {
      writer.flush();
      sendRows();
      if (!watched) return;
      const changes = tracker.takeChanged();
      if (changes.length > 0) send({ kind: "changes", calls: encodeCalls(changes) });
    },
    second() {
      flushAndSync();
      tracker.advance(now());
      registrations.advance(now());
      sendRows();
      send({ kind: "status", status: statusOf(writer, path.counters, tracker.liveCount + uncommitted, storedThroughUs, agents.takeChanged()) });
    },
    checkpoint() {
      send({ kind: "checkpoint", checkpoint: takeCheckpoint(false) });
    },
    get uncommitted() {
      return uncommitted;
    },
  };
}

function addApplied(applied: Map<string, Record<string, number>>, call: Call): void {
  const highest = { ...applied.get(call.callId) };
  for (const { writer, sequences } of call.refs) highest[writer] = Math.max(highest[writer] ?? -1, sequences.at(-1) ?? -1);
  applied.set(call.callId, highest);
}

function statusOf(writer: LogWriter, counters: { received: number; stored: number; duplicates: number; refused: Record<string, number> }, liveCalls: number,
  storedThroughUs: number, agents: ShardStatus["agents"]): ShardStatus {
  const positions = writer.positions();
  const storedThrough = Object.fromEntries(SEGMENT_CLASSES.map((name) => [name, positions[name].synced]));
  return { ...counters, liveCalls, archive: writer.state, lostPackets: writer.lost.packets, storedThrough, storedThroughUs, agents };
}
