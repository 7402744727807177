// The tracker: finds the call of each message, judges whether the message is new, lets the reducers change the call, and keeps time.
import { NOT_EXAMINED, applyExamination, countPackets, type Call, type Examination, type SegmentClass, type SessionChange, type SipMessage } from "@sipglass/model";
import { restoreCalls, takeCheckpoint } from "./checkpoint.ts";
import { isExhausted } from "./deadline.ts";
import { anyBye } from "./dialogs.ts";
import { fingerprint } from "./fingerprint.ts";
import { pickHeaders, type Picked } from "./header-pick.ts";
import { grown, withItem } from "./keep.ts";
import { addLinkKey, noteHeaderKeys, noteMediaKeys } from "./link-keys.ts";
import type { LiveCall } from "./live-call.ts";
import { addCapturedBy, addCorrelationId, copyHeaders } from "./marks.ts";
import { noteStanding } from "./outcome.ts";
import { reduce } from "./reduce.ts";
import { beginCall, belongTo, callIdOf, closeDue, correlateBy, createShelf, giveUp, handOn, keyOf, markPartial, settle, type Shelf } from "./shelf.ts";
import { sight } from "./sightings.ts";
import { addStrayRef } from "./stray-ref.ts";
import { startsAnew } from "./starts-anew.ts";
import type { CallTracker, LegNews, MessageInput, TrackerOptions, Verdict } from "./tracker.ts";

export function createCallTracker(options: TrackerOptions): CallTracker {
  const shelf = createShelf(options);
  let last: LiveCall | undefined;
  return {
    message(input) {
      const { live, verdict } = track(shelf, input);
      last = live;
      return verdict;
    },
    attach(correlationId, input) {
      last = shelf.byKey.get(correlationId) ?? shelf.byCorrelation.get(correlationId);
      if (last) attachTo(shelf, last, input);
      return last !== undefined;
    },
    stored(_segmentClass, writer, sequence) {
      if (last) addRef(last.call, writer, sequence, options.maxRefs);
    },
    attachStray(call, stray) {
      const live = shelf.byKey.get(keyOf(call));
      if (live?.call.id !== call.id) return false;
      if (addStrayRef(live.call, stray, options.maxRefs)) noteAttached(shelf, live, stray.agent, stray.eventUs);
      return true;
    },
    advance(wallUs) {
      shelf.sources.tick(wallUs);
      for (const source of shelf.sources.all()) closeDue(shelf, source);
    },
    closeAll: () => closeAll(shelf),
    *live() {
      for (const { call } of shelf.byKey.values()) yield call;
    },
    get liveCount() {
      return shelf.byKey.size;
    },
    findLive: (idOrCallId) => findLive(shelf, idOrCallId),
    takeChanged: () => takeChanged(shelf),
    takeUnexamined: (limit, isReady) => shelf.unexamined.take(limit, isReady).map(({ call }) => call),
    examined: (examination) => noteExamined(shelf, examination),
    takeLegs: () => takeLegs(shelf),
    moved: (change) => noteSession(shelf, change),
    correlateBy: (names) => correlateBy(shelf, names),
    belongTo: (belonging) => belongTo(shelf, belonging),
    checkpoint: (positions: Partial<Record<SegmentClass, number>>, how: { whole?: boolean } = {}) =>
      takeCheckpoint(shelf, positions, how.whole === true),
    restore: (openCallsJson) => restoreCalls(shelf, openCallsJson),
  };
}

function track(shelf: Shelf, input: MessageInput): { live: LiveCall; verdict: Verdict } {
  const { packet, message, eventUs } = input;
  const source = shelf.sources.hear(packet.agentName, eventUs);
  closeDue(shelf, source);
  const live = liveCallOf(shelf, input) ?? beginCall(shelf, input, source);
  const { call, facts } = live;
  const agent = addCapturedBy(call, packet.agentName, shelf.keep);
  const verdict = sight(facts, fingerprint(packet, message), agent, eventUs);
  if (verdict === "duplicate") {
    call.duplicates += 1;
    call.revision += 1;
    return { live, verdict };
  }
  if (verdict !== "also_seen") {
    call.messages += 1;
    call.lastSeenAtUs = Math.max(call.lastSeenAtUs, eventUs);
    if (!facts.startSeen) call.startedAtUs = Math.min(call.startedAtUs, eventUs);
  }
  if (verdict === "retransmission") call.retransmissions += 1;
  if (verdict === "new") {
    const picked = isTelling(message) ? pickHeaders(message, shelf.wanted) : NO_HEADERS;
    reduce(live, { packet, message, eventUs, keep: shelf.keep, codecNames: shelf.codecNames, picked });
    mark(shelf, live, input, picked);
    if (shelf.belonging && (beginsSomething(message) || call.messages === 1)) shelf.belonging.belong(call, picked);
  }
  if (call.state === "established") noteStanding(call);
  settle(shelf, live);
  return { live, verdict };
}

function liveCallOf(shelf: Shelf, input: MessageInput): LiveCall | undefined {
  if (input.message.callId === "") return undefined;
  const live = shelf.byKey.get(callIdOf(input.message));
  if (!live || !startsAnew(live, input, shelf.options.lingerUs)) return live;
  handOn(shelf, live);
  return undefined;
}

const NO_HEADERS: Picked = new Map();
const PLAIN_REQUESTS = new Set(["ACK", "PRACK", "INFO"]);
const PLAIN_RESPONSES = new Set(["BYE", "CANCEL", "PRACK", "INFO", "NOTIFY"]);

/** Messages whose headers calls take something from: requests and answers that begin or end something. */
const isTelling = (message: SipMessage): boolean =>
  message.isRequest ? !PLAIN_REQUESTS.has(message.method) : message.statusCode > 100 && !PLAIN_RESPONSES.has(message.cseqMethod);

/** A request outside a dialog, on any of its hops: parties and hosts may be known better now. */
const beginsSomething = (message: SipMessage): boolean => message.isRequest && message.toTag === "";

/** Correlation ids and configured headers. */
function mark(shelf: Shelf, live: LiveCall, { packet, message, eventUs }: MessageInput, picked: Picked): void {
  const isLeg = live.call.kind === "call";
  if (correlate(shelf, live, packet.correlationId) && isLeg) addLinkKey(live.call, "hep", packet.correlationId);
  if (isLeg && message.bodyAt < message.endAt) noteMediaKeys(live.call, message);
  if (picked.size === 0) return;
  for (const name of shelf.correlationHeaders) {
    const value = picked.get(name) ?? "";
    correlate(shelf, live, value);
    if (isLeg && value !== "") addLinkKey(live.call, "hdr", `${name}=${value}`);
  }
  if (isLeg) noteHeaderKeys(live.call, picked, eventUs);
  copyHeaders(live.call, picked, shelf.options.headers);
}

/** True when the id was not known on this call. */
function correlate(shelf: Shelf, live: LiveCall, id: string): boolean {
  if (id === "" || !addCorrelationId(live.call, id)) return false;
  shelf.byCorrelation.set(live.call.correlationIds.at(-1)!, live);
  return true;
}

function attachTo(shelf: Shelf, live: LiveCall, { packet, eventUs }: Omit<MessageInput, "message">): void {
  noteAttached(shelf, live, packet.agentName, eventUs);
}

function noteAttached(shelf: Shelf, live: LiveCall, agentName: string, eventUs: number): void {
  const { call } = live;
  addCapturedBy(call, agentName, shelf.keep);
  if (call.state === "established" && eventUs > call.lastSeenAtUs) {
    call.lastSeenAtUs = eventUs;
    noteStanding(call);
  }
  settle(shelf, live);
}

function addRef(call: Call, writer: string, sequence: number, maxRefs: number): void {
  const { refs } = call;
  let total = 0;
  for (const entry of refs) total += entry.sequences.length;
  if (total >= maxRefs) return;
  const entry = refs.find((each) => each.writer === writer);
  if (entry) {
    if (entry.sequences.at(-1) === sequence) return;
    entry.sequences = grown(entry.sequences, [sequence]);
  } else call.refs = withItem(refs, { writer, sequences: [sequence] });
}

function closeAll(shelf: Shelf): void {
  for (const live of shelf.byKey.values()) {
    if (!live.finished) {
      if (live.call.statusCode >= 300 || anyBye(live.facts) || isExhausted(live)) giveUp(live, live.call.lastSeenAtUs);
      else markPartial(live.call, "lost_end");
      live.call.revision += 1;
    }
    handOn(shelf, live);
  }
}

function findLive(shelf: Shelf, idOrCallId: string): Call[] {
  const byCallId = shelf.byKey.get(idOrCallId);
  if (byCallId) return [byCallId.call];
  return [...shelf.byKey.values()].filter(({ call }) => call.id === idOrCallId).map(({ call }) => call);
}

function noteExamined(shelf: Shelf, examination: Examination & { callId: string }): boolean {
  const live = shelf.byKey.get(keyOf({ id: examination.id, callId: examination.callId }));
  if (live?.call.id !== examination.id) return false;
  applyExamination(live.call, examination);
  if (shelf.unexamined.has(live) || countPackets(live.call.refs) !== examination.packets) live.call.projectionVersion = NOT_EXAMINED;
  live.call.revision += 1;
  shelf.changed?.add(live);
  return true;
}

/** Its session has another id now, for all or for some. */
function noteSession(shelf: Shelf, { id, callId, sessionId, firstLegs }: SessionChange): boolean {
  const live = shelf.byKey.get(keyOf({ id, callId }));
  if (live?.call.id !== id) return false;
  live.call.sessionId = sessionId;
  live.call.firstLegs = firstLegs;
  live.call.revision += 1;
  shelf.changed?.add(live);
  return true;
}

function takeLegs(shelf: Shelf): LegNews {
  const legs = [...shelf.legs];
  const ends = [...shelf.legEnds].filter((call) => !shelf.legs.has(call));
  shelf.legs.clear();
  shelf.legEnds.clear();
  return { legs, ends };
}

function takeChanged(shelf: Shelf): Call[] {
  const changed = shelf.changed ?? shelf.byKey.values();
  const calls = [...changed].map(({ call }) => call);
  shelf.changed = new Set();
  return calls;
}
