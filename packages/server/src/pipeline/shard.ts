// One shard: packets in, archive and finished calls out, questions about its live calls answered. Knows no thread and no port.
import { createCallTracker, createRegistrationTracker, type CallTracker } from "@sipglass/analyse";
import { encodeCalls, SEGMENT_CLASSES, type Call, type SegmentClass } from "@sipglass/model";
import { readSlab, type SlabMessage } from "../slab.ts";
import type { LogWriter } from "../store/log/log.ts";
import type { Checkpoint } from "../store/store.ts";
import { createAgentBook } from "./agents.ts";
import { createLiveAnswers } from "./live-answers.ts";
import type { FromShard, ShardQuestion, ShardQuestions, ShardStatus } from "./messages.ts";
import { createPacketPath, type PacketPath } from "./packet-path.ts";
import { createRowQueue } from "./row-queue.ts";

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

const MAX_REFS = 20_000;

type Positions = Partial<Record<SegmentClass, number>>;
type Answers = { [K in ShardQuestion]: (ask: ShardQuestions[K]["ask"]) => ShardQuestions[K]["answer"] };

export function createShard(options: ShardOptions): Shard {
  const { writer, now, send } = options;
  const rows = createRowQueue(send);
  const tracker = createCallTracker({ ...options, maxRefs: MAX_REFS, onClosed: (call) => rows.add(call) });
  const registrations = createRegistrationTracker();
  const agents = createAgentBook();
  const path = createPacketPath({ writer, tracker, registrations, agents, clockToleranceUs: options.clockToleranceUs, authKey: options.authKey });
  const stored = createStoredMark(writer);
  let watched = false;

  const sendRows = (): void => rows.send(registrations.takeChanged());
  const takeCheckpoint = (whole: boolean): Checkpoint => {
    stored.flushAndSync();
    const taken = tracker.checkpoint(positionsOf(writer), { whole });
    sendRows();
    return { shard: options.name, replayFrom: { ...positionsOf(writer), ...taken.replayFrom }, openCalls: taken.openCalls, takenAtUs: now() };
  };
  const answers: Answers = {
    ...createLiveAnswers(tracker, rows),
    ...createReplay(path, tracker, sendRows),
    wholeCheckpoint: () => takeCheckpoint(true),
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
      stored.received(message.throughUs);
      if (!message.imported) return;
      writer.flush();
      sendRows();
    },
    answer: (question, ask) => answers[question](ask),
    committed: (batch) => rows.committed(batch),
    watch(on) {
      watched = on;
      if (on) tracker.takeChanged();
    },
    beat() {
      writer.flush();
      sendRows();
      const changes = watched ? tracker.takeChanged() : [];
      if (changes.length > 0) send({ kind: "changes", calls: encodeCalls(changes) });
    },
    second() {
      stored.flushAndSync();
      tracker.advance(now());
      registrations.advance(now());
      sendRows();
      send({ kind: "status", status: statusOf(writer, path.counters, tracker.liveCount + rows.uncommitted, stored.throughUs, agents.takeChanged()) });
    },
    checkpoint: () => send({ kind: "checkpoint", checkpoint: takeCheckpoint(false) }),
    get uncommitted() {
      return rows.uncommitted;
    },
  };
}

/** Recovery: open calls come back, packets of earlier boots are tracked again, and what stored rows or restored calls hold is skipped. */
function createReplay(path: PacketPath, tracker: CallTracker, sendRows: () => void): Pick<Answers, "restore" | "replay"> {
  let applied = new Map<string, Record<string, number>>();
  return {
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
  };
}

/** How far the archive is safe: everything received before `throughUs` is written and synced. */
function createStoredMark(writer: LogWriter) {
  let receivedUs = 0;
  let throughUs = 0;
  return {
    received: (us: number) => void (receivedUs = Math.max(receivedUs, us)),
    flushAndSync(): void {
      const upTo = receivedUs;
      writer.flush();
      writer.sync();
      if (writer.state === "ok") throughUs = upTo;
    },
    get throughUs() {
      return throughUs;
    },
  };
}

const positionsOf = (writer: LogWriter): Positions => Object.fromEntries(SEGMENT_CLASSES.map((name) => [name, writer.positions()[name].appended]));

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
