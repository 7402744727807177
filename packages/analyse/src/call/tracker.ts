// The tracker of one shard: which open call a message belongs to, what it changes there, when a call is over.
// This file is the contract that pipeline/ stands on; the reducers that change a call live beside it, one concern a file.
import type { Belonging, Call, Examination, Packet, SegmentClass, SessionChange, SipMessage } from "@sipglass/model";
import type { Stray } from "../quality/stray.ts";

export interface MessageInput {
  packet: Packet;
  message: SipMessage;
  /** Event time under which it counts (receive time when quarantined), epoch µs. */
  eventUs: number;
  receivedUs: number;
}

/**
 * new: first sight. retransmission: same sender, same bytes, ≥ 50 ms later: kept, marked.
 * also_seen: same transmission, another agent: kept, shown on the same arrow.
 * duplicate: same agent, same bytes, same ends within 50 ms: counted, not archived.
 */
export type Verdict = "new" | "retransmission" | "also_seen" | "duplicate";

export interface TrackerOptions {
  /** Most open calls kept; the oldest beyond is closed as `partial: evicted`. */
  maxOpenCalls: number;
  /** Most packet references a call; beyond it packets are archived but only counted on the call. */
  maxRefs: number;
  /** How long a finished call waits for late messages, event time (RFC 3261 timers: 64·T1 = 32 s). */
  lingerUs: number;
  /** At most so many finished calls wait; beyond, the oldest is handed on early. */
  maxLingering: number;
  /** Headers copied onto the call (lower case). */
  headers: readonly string[];
  /** Headers whose value is a correlation id (lower case; default x-cid). */
  correlationHeaders: readonly string[];
  /** Whose a call is and which way it goes; NOBODYS when nothing is said. */
  belonging?: Belonging;
  /** Called when a call is over and its linger has passed: the call leaves the tracker. */
  onClosed(call: Call): void;
}

export interface TrackerCheckpoint {
  /** Per class: packets below are accounted for in calls handed to onClosed or in `openCalls`. */
  replayFrom: Partial<Record<SegmentClass, number>>;
  /** Long-lived open calls that changed since the last checkpoint; json null = was in an earlier checkpoint and is closed now. */
  openCalls: { id: string; json: string | null }[];
}

export interface LegNews {
  legs: Call[];
  /** Only when they ended is new. */
  ends: Call[];
}

export interface CallTracker {
  /** Applies one message. The caller archives it unless it is a duplicate, then calls `stored` with the sequence it got. */
  message(input: MessageInput): Verdict;
  /** RTCP, report or log with a correlation id: true when it found its call (open or lingering). */
  attach(correlationId: string, input: Omit<MessageInput, "message">): boolean;
  /** The packet of the last message()/attach() was archived there: adds the reference. */
  stored(segmentClass: SegmentClass, writer: string, sequence: number): void;
  /** A packet of whatever shard that was found to belong to this live call, archived already; false when the call has left the tracker. */
  attachStray(call: { id: string; callId: string }, stray: Pick<Stray, "writer" | "sequence" | "eventUs" | "agent">): boolean;
  /** Wall clock tick (at least once a second): moves idle sources' watermarks on, closes what is over. */
  advance(wallUs: number): void;
  /** Hands on everything, open or not (end of an import, clean stop): open ones stay as they are with partial "lost_end" where it applies. */
  closeAll(): void;
  /** Open and lingering calls. Records are live: read, do not keep. */
  live(): Iterable<Call>;
  readonly liveCount: number;
  findLive(idOrCallId: string): Call[];
  /** Live calls changed since the last call of this function (for subscribers). */
  takeChanged(): Call[];
  /**
   * Finished calls that changed since they were last taken, those with trouble first. Records are live: read, do not keep. Those that are not ready
   * (their packets cannot be read yet) are taken later.
   */
  takeUnexamined(limit: number, isReady: (call: Call) => boolean): Call[];
  /** Puts it on its live call; false when that has left the tracker. What has changed since it was taken stays unexamined. */
  examined(examination: Examination & { callId: string }): boolean;
  /** Calls (of INVITE) on which something changed that legs are joined by, since last taken; closed ones included. */
  takeLegs(): LegNews;
  /** The session of a live call has another id; false when the call has left the tracker. */
  moved(change: SessionChange): boolean;
  /** These headers hold correlation ids too (lower case), beside those of the options. */
  correlateBy(names: readonly string[]): void;
  /** From now on: tenants are added to calls that are open when something new begins on them. */
  belongTo(belonging: Belonging): void;
  /** `positions`: next sequence of each class. `whole` writes down every open call, so that nothing earlier need be replayed. */
  checkpoint(positions: Partial<Record<SegmentClass, number>>, how?: { whole?: boolean }): TrackerCheckpoint;
  restore(openCallsJson: readonly string[]): void;
}
