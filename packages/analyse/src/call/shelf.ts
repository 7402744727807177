// All live calls of one tracker: found by Call-ID and correlation id, closed in time, bounded in number.
import { NOBODYS, NOT_EXAMINED, emptyCall, isOpen, type Belonging, type Call, type SipMessage } from "@sipglass/model";
import { compileBelonging, type CompiledBelonging } from "./belonging.ts";
import { createCodecNames, type CodecNames } from "./codecs.ts";
import { deadlineOf } from "./deadline.ts";
import { wantedHeaders, type Wanted } from "./header-pick.ts";
import { callIdentity } from "./identity.ts";
import { bounded, createStringPool, detached, type StringPool } from "./keep.ts";
import { kindOf, methodOf } from "./kind.ts";
import { createCallQueue, type CallQueue, type LiveCall } from "./live-call.ts";
import { noFacts } from "./open-call.ts";
import { conclude } from "./outcome.ts";
import { fillEnds, fillParties } from "./parties.ts";
import { LINK_HEADERS } from "./link-keys.ts";
import { REDUCED_HEADERS } from "./reduce.ts";
import { createSources, type Source, type Sources } from "./sources.ts";
import type { MessageInput, TrackerOptions } from "./tracker.ts";
import { createWaitingCalls, type WaitingCalls } from "./waiting.ts";

export interface Shelf {
  options: TrackerOptions;
  keep: StringPool;
  codecNames: CodecNames;
  /** Headers whose value is a correlation id (lower case). */
  correlationHeaders: readonly string[];
  wanted: Wanted;
  /** undefined when nothing is said of tenants, trunks and own networks. */
  belonging: CompiledBelonging | undefined;
  /** Calls of which correlation has not heard yet, or not all. */
  legs: Set<Call>;
  /** Calls of which it has not heard that they ended, or that they go on after all. */
  legEnds: Set<Call>;
  byKey: Map<string, LiveCall>;
  /** Only calls that have ids besides their Call-ID. */
  byCorrelation: Map<string, LiveCall>;
  sources: Sources<LiveCall>;
  open: CallQueue;
  finished: CallQueue;
  /** Finished, and not examined since they changed last. */
  unexamined: WaitingCalls<LiveCall>;
  /** Changed since somebody last asked; undefined until somebody asks. */
  changed: Set<LiveCall> | undefined;
  /** In a checkpoint and closed since. */
  closedSaved: string[];
}

export function createShelf(options: TrackerOptions): Shelf {
  const keep = createStringPool();
  const belonging = compileBelonging(options.belonging ?? NOBODYS);
  return {
    options,
    keep,
    codecNames: createCodecNames(keep),
    correlationHeaders: options.correlationHeaders,
    wanted: wantedBy(options, options.correlationHeaders, belonging),
    belonging,
    legs: new Set(),
    legEnds: new Set(),
    byKey: new Map(),
    byCorrelation: new Map(),
    sources: createSources<LiveCall>(),
    open: createCallQueue(),
    finished: createCallQueue(),
    unexamined: createWaitingCalls(),
    changed: undefined,
    closedSaved: [],
  };
}

const wantedBy = ({ headers }: TrackerOptions, correlationHeaders: readonly string[], belonging: CompiledBelonging | undefined): Wanted =>
  wantedHeaders([...REDUCED_HEADERS, ...LINK_HEADERS, ...correlationHeaders, ...headers, ...(belonging?.headers ?? [])]);

/** From now on, these headers too hold correlation ids. */
export function correlateBy(shelf: Shelf, names: readonly string[]): void {
  shelf.correlationHeaders = [...new Set([...shelf.options.correlationHeaders, ...names])];
  shelf.wanted = wantedBy(shelf.options, shelf.correlationHeaders, shelf.belonging);
}

/** From now on, calls belong as this says. */
export function belongTo(shelf: Shelf, belonging: Belonging): void {
  shelf.belonging = compileBelonging(belonging);
  shelf.wanted = wantedBy(shelf.options, shelf.correlationHeaders, shelf.belonging);
}

/** Call-IDs are kept whole up to a length that no agent comes near. */
export const callIdOf = (message: SipMessage): string => bounded(message.callId, 1024);

/** A new call that begins with this message. */
export function beginCall(shelf: Shelf, { packet, message, eventUs }: MessageInput, source: Source<LiveCall>): LiveCall {
  const callId = detached(callIdOf(message));
  const call = emptyCall(callIdentity(callId, eventUs, packet.src, packet.dst), callId);
  call.kind = kindOf(message);
  call.startedAtUs = eventUs;
  call.lastSeenAtUs = eventUs;
  call.partial = "began_before_capture";
  call.revision = 0;
  fillParties(call, message, shelf.keep);
  fillEnds(call, message, packet);
  const live = shelve(shelf, { call, facts: noFacts(call.kind === "call" ? "INVITE" : shelf.keep(methodOf(message))) }, source);
  if (shelf.open.size > shelf.options.maxOpenCalls) evict(shelf, shelf.open.first!);
  return live;
}

/** Messages without a Call-ID are calls of their own. */
export const keyOf = ({ id, callId }: Pick<Call, "id" | "callId">): string => (callId === "" ? `\0${id}` : callId);

/** Puts a call among the live ones: a new one, or one from a checkpoint. */
export function shelve(shelf: Shelf, { call, facts }: Pick<LiveCall, "call" | "facts">, source: Source<LiveCall>): LiveCall {
  const key = keyOf(call);
  const live: LiveCall = {
    call,
    facts,
    key,
    source,
    finished: false,
    previous: undefined,
    next: undefined,
    savedRevision: 0,
    legMark: 0,
    legStartUs: 0,
    dueUs: 0,
    deadlineUs: 0,
    slot: -1,
  };
  const before = shelf.byKey.get(key);
  if (before) handOn(shelf, before);
  shelf.byKey.set(key, live);
  shelf.open.push(live);
  for (const id of call.correlationIds) shelf.byCorrelation.set(id, live);
  return live;
}

/** After every change: the right queue, the right deadline, and the note for those who follow changes. */
export function settle(shelf: Shelf, live: LiveCall): void {
  live.call.revision += 1;
  live.source.due.arm(live, deadlineOf(live, shelf.options.lingerUs));
  shelf.changed?.add(live);
  const isOver = !isOpen(live.call.state);
  if (live.call.kind === "call") noteLeg(shelf, live, isOver);
  live.call.projectionVersion = NOT_EXAMINED;
  if (isOver) shelf.unexamined.add(live);
  else if (live.finished) shelf.unexamined.remove(live);
  if (isOver !== live.finished) moveQueue(shelf, live, isOver);
}

/** What links and names of sessions stand on: the request that began it (an earlier one may come later), its hosts, keys, agents and tenants, and that it ended. */
function noteLeg(shelf: Shelf, live: LiveCall, isOver: boolean): void {
  const { call, facts } = live;
  const mark = ((((call.linkKeys.length * 64 + call.hops.length) * 64 + call.agents.length) * 64 + call.tenants.length) * 2 + Number(facts.startSeen)) * 2 + 1;
  if (mark !== live.legMark || call.startedAtUs !== live.legStartUs) shelf.legs.add(call);
  else if (isOver !== live.finished) shelf.legEnds.add(call);
  live.legMark = mark;
  live.legStartUs = call.startedAtUs;
}

function moveQueue(shelf: Shelf, live: LiveCall, isOver: boolean): void {
  (isOver ? shelf.open : shelf.finished).remove(live);
  live.finished = isOver;
  (isOver ? shelf.finished : shelf.open).push(live);
  if (shelf.finished.size > shelf.options.maxLingering) handOn(shelf, shelf.finished.first!);
}

/** Everything whose deadline the source's watermark has passed. */
export function closeDue(shelf: Shelf, source: Source<LiveCall>): void {
  for (let live = source.due.next(source.watermarkUs); live; live = source.due.next(source.watermarkUs)) {
    if (!live.finished) {
      giveUp(live, live.deadlineUs);
      settle(shelf, live);
    }
    if (!live.finished || live.deadlineUs <= source.watermarkUs) handOn(shelf, live);
  }
}

/** Nothing more was heard in time: what the facts mean now. */
export function giveUp(live: LiveCall, atUs: number): void {
  live.facts.expiredUs = atUs;
  conclude(live.call, live.facts);
  if (live.call.state === "lost") markPartial(live.call, "lost_end");
}

function evict(shelf: Shelf, live: LiveCall): void {
  live.call.partial = "evicted";
  live.call.revision += 1;
  handOn(shelf, live);
}

/** That the beginning is missing says more than that the end is. */
export function markPartial(call: Call, why: string): void {
  if (call.partial === "") call.partial = why;
}

/** The call leaves the tracker. */
export function handOn(shelf: Shelf, live: LiveCall): void {
  shelf.byKey.delete(live.key);
  for (const id of live.call.correlationIds) if (shelf.byCorrelation.get(id) === live) shelf.byCorrelation.delete(id);
  live.source.due.remove(live);
  (live.finished ? shelf.finished : shelf.open).remove(live);
  shelf.changed?.delete(live);
  shelf.unexamined.remove(live);
  if (live.savedRevision > 0) shelf.closedSaved.push(live.call.id);
  shelf.options.onClosed(live.call);
}
