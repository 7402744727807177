// One shard: packets in, archive and finished calls out, questions about its live calls answered. Knows no thread and no port.
import { createCallTracker, createRegistrationTracker, legFactsOf, type CallTracker, type RegistrationTracker, type Stray } from "@sipglass/analyse";
import { encodeCalls, NOBODYS, SEGMENT_CLASSES, type Belonging, type Call, type CallBatch, type PacketRefs, type SegmentClass } from "@sipglass/model";
import { readSlab, type SlabMessage } from "../slab.ts";
import type { LogWriter } from "../store/log/log.ts";
import type { Checkpoint } from "../store/store.ts";
import { createAgentBook } from "./agents.ts";
import { createLiveAnswers } from "./live-answers.ts";
import type { FromShard, ShardQuestion, ShardQuestions, ShardStatus } from "./messages.ts";
import { createPacketPath, noCounters, type PacketPath } from "./packet-path.ts";
import { createPolicy, type KeepingPolicy } from "./policy.ts";
import { createReplay, type Replay } from "./replay.ts";
import { createRowQueue } from "./row-queue.ts";
import { createStoredMark } from "./stored-mark.ts";

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
  belonging?: Belonging;
  keeping?: KeepingPolicy;
  now(): number;
  send(message: FromShard): void;
}

export interface Shard {
  slab(message: SlabMessage): void;
  answer<K extends ShardQuestion>(question: K, ask: ShardQuestions[K]["ask"]): ShardQuestions[K]["answer"];
  committed(batch: number): void;
  watch(on: boolean): void;
  /** Whose calls are from now on. */
  belongTo(belonging: Belonging): void;
  /** Every 100 ms: pending blocks to disk, expiry, registrations to the book, changes to those who watch. */
  beat(): void;
  /** Every second: fsync, then finished calls to the book, status. */
  second(): void;
  /** Every five seconds. */
  checkpoint(): void;
  /** Rows gathered or sent and not yet committed: the back-pressure of the book. */
  readonly uncommitted: number;
}

const MAX_REFS = 20_000;
/** Reports of a second that wait to be told of. */
const MAX_STRAYS = 20_000;
const FAILURES_TOLD_EVERY_US = 10_000_000;

type Answers = { [K in ShardQuestion]: (ask: ShardQuestions[K]["ask"]) => ShardQuestions[K]["answer"] };

/** What is derived from packets; a recovery begins with a fresh one. */
interface Tracking {
  tracker: CallTracker;
  registrations: RegistrationTracker;
  path: PacketPath;
}

export function createShard(options: ShardOptions): Shard {
  const { writer, now, send } = options;
  const rows = createRowQueue(send);
  const agents = createAgentBook();
  const counters = noCounters();
  const stored = createStoredMark(writer);
  const tellFailure = createFailureTeller(options);
  /** Closed since the last beat: those who watch hear of it, though the tracker has let go of them. */
  let closed: Call[] = [];
  const policy = options.keeping && createPolicy(options.keeping);
  let watched = false;
  let belonging = options.belonging ?? NOBODYS;
  let correlateBy: readonly string[] = [];
  let replay: Replay | undefined;
  const strays: Stray[] = [];

  const onClosed = (call: Call): void => {
    rows.add(call);
    if (watched) closed.push(call);
  };
  const onStray = (stray: Stray): void => {
    if (strays.length < MAX_STRAYS) strays.push(stray);
    else counters.refused["stray_overflow"] = (counters.refused["stray_overflow"] ?? 0) + 1;
  };
  const begin = (): Tracking => {
    const tracker = createCallTracker({ ...options, belonging, maxRefs: MAX_REFS, onClosed });
    tracker.correlateBy(correlateBy);
    const registrations = createRegistrationTracker();
    if (watched) tracker.takeChanged();
    return { tracker, registrations, path: createPacketPath({ ...options, policy, tracker, registrations, agents, counters, onStray, onFailure: tellFailure }) };
  };
  let tracking = begin();

  function* everything(): Iterable<Call> {
    yield* tracking.tracker.live();
    yield* rows.calls();
  }
  /**
   * Up to this moment every packet that was received has been followed. Calls end by this clock: by the wall's, packets that had to wait would come
   * too late for their calls. In recovery the clock is that of the packets.
   */
  let followedUs = 0;
  const advance = (): void => {
    if (replay || followedUs === 0) return;
    tracking.tracker.advance(followedUs);
    tracking.registrations.advance(followedUs);
  };
  /** As far as they are this shard's. */
  const areWritten = (refs: readonly PacketRefs[]): boolean => {
    const positions = writer.positions();
    const lastOf = (name: SegmentClass): number => refs.find((each) => each.writer === writer.writerId(name))?.sequences.at(-1) ?? -1;
    return SEGMENT_CLASSES.every((name) => lastOf(name) < positions[name].written);
  };
  const takeUnexamined = (limit: number): CallBatch => encodeCalls(tracking.tracker.takeUnexamined(limit, ({ refs }) => areWritten(refs)));
  /** Reports whose call is not known here; told once they are safe, so that no row points at a packet that a loss of power could take. */
  const sendStrays = (): void => {
    if (strays.length > 0) send({ kind: "strays", strays: strays.splice(0) });
  };
  const sendLegs = (): void => {
    const { legs, ends } = tracking.tracker.takeLegs();
    if (legs.length + ends.length > 0) send({ kind: "legs", legs: legs.map(legFactsOf), ends: ends.map(({ id, endedAtUs }) => ({ id, endedAtUs })) });
  };
  const sendRows = (): void => {
    sendLegs();
    sendStrays();
    rows.send(tracking.registrations.takeChanged());
  };
  const takeCheckpoint = (whole: boolean): Checkpoint => {
    stored.flushAndSync();
    const positions = positionsOf(writer);
    const taken = tracking.tracker.checkpoint(positions, { whole });
    sendRows();
    return { shard: options.name, replayFrom: { ...positions, ...taken.replayFrom }, openCalls: taken.openCalls, takenAtUs: now() };
  };
  const answers: Answers = {
    ...createLiveAnswers(everything),
    unexamined: ({ limit }) => takeUnexamined(limit),
    write({ refs }) {
      if (!areWritten(refs)) writer.flush();
      return refs.some((each) => SEGMENT_CLASSES.some((name) => each.writer === writer.writerId(name)));
    },
    examined({ examinations }) {
      const elsewhere = examinations.filter((examination) => !tracking.tracker.examined(examination));
      return elsewhere.length > 0 ? rows.examined(elsewhere) : [];
    },
    moved({ changes }) {
      const elsewhere = changes.filter((change) => !tracking.tracker.moved(change));
      return elsewhere.length > 0 ? rows.moved(elsewhere) : [];
    },
    attach: ({ found }) =>
      found.flatMap(({ stray, ...call }, i) => (tracking.tracker.attachStray(call, stray) || rows.attach(call.id, stray, MAX_REFS) ? [] : [i])),
    tellLegs() {
      if (strays.length > 0) stored.flushAndSync();
      sendLegs();
      sendStrays();
      return null;
    },
    correlateBy({ headers }) {
      correlateBy = headers;
      tracking.tracker.correlateBy(headers);
      return null;
    },
    restore(restored) {
      rows.forget();
      strays.length = 0;
      tracking = begin();
      replay = createReplay(restored, tracking);
      return restored.openCalls.length;
    },
    replay({ packets }) {
      replay?.packets(packets);
      sendRows();
      return packets.length;
    },
    resume() {
      replay = undefined;
      return null;
    },
    wholeCheckpoint: () => takeCheckpoint(true),
    settle({ all }) {
      stored.flushAndSync();
      advance();
      if (all) tracking.tracker.closeAll();
      sendRows();
      return writer.state;
    },
    close() {
      const checkpoint = takeCheckpoint(true);
      writer.close();
      return checkpoint;
    },
  };

  return {
    slab(message) {
      readSlab(message, ({ frame, peer, receivedUs }) => tracking.path.live(frame, peer, receivedUs, message.imported));
      stored.received(message.throughUs);
      if (!message.imported) followedUs = Math.max(followedUs, message.throughUs);
      if (message.imported) writer.flush();
    },
    answer: (question, ask) => answers[question](ask),
    committed: (batch) => rows.committed(batch),
    belongTo(now) {
      belonging = now;
      tracking.tracker.belongTo(now);
    },
    watch(on) {
      watched = on;
      closed = [];
      if (on) tracking.tracker.takeChanged();
    },
    beat() {
      writer.flush();
      advance();
      rows.sendRegistrations(tracking.registrations.takeChanged());
      if (!watched) return;
      const changes = [...tracking.tracker.takeChanged(), ...closed];
      closed = [];
      if (changes.length > 0) send({ kind: "changes", calls: encodeCalls(changes) });
    },
    second() {
      stored.flushAndSync();
      advance();
      // Only now: the index is durable at once, so its rows must not point at packets that a loss of power could still take.
      sendRows();
      send({ kind: "status", status: statusOf(writer, counters, tracking.tracker.liveCount + rows.uncommitted, stored.throughUs, agents.takeChanged()) });
    },
    checkpoint() {
      if (!replay) send({ kind: "checkpoint", checkpoint: takeCheckpoint(false) });
    },
    get uncommitted() {
      return rows.uncommitted;
    },
  };
}

const positionsOf = (writer: LogWriter): Record<SegmentClass, number> => {
  const positions = writer.positions();
  return Object.fromEntries(SEGMENT_CLASSES.map((name) => [name, positions[name].appended])) as Record<SegmentClass, number>;
};

/** A fault that every packet meets is told now and then, not fifty thousand times a second. */
function createFailureTeller({ name, now, send }: ShardOptions): (error: Error) => void {
  let toldUs = -Infinity;
  let untold = 0;
  return ({ message, stack }) => {
    untold += 1;
    if (now() < toldUs + FAILURES_TOLD_EVERY_US) return;
    toldUs = now();
    send({ kind: "failure", message: `${name} could not follow ${untold} packets; the last: ${stack ?? message}` });
    untold = 0;
  };
}

function statusOf(writer: LogWriter, counters: { received: number; stored: number; duplicates: number; refused: Record<string, number> }, liveCalls: number,
  storedThroughUs: number, agents: ShardStatus["agents"]): ShardStatus {
  const positions = writer.positions();
  const storedThrough = Object.fromEntries(SEGMENT_CLASSES.map((name) => [name, positions[name].synced]));
  return { ...counters, liveCalls, archive: writer.state, lostPackets: writer.lost.packets, storedThrough, storedThroughUs, agents };
}
