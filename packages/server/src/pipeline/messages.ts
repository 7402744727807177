// What shards and the book say to each other. Everything here crosses threads: plain values only.
import type { Agent, Belonging, CallBatch, Examination, PacketRefs, Query, Registration, Scope, SegmentClass, SessionChange, KpiAnswer, KpiQuestion, ValueCount } from "@sipglass/model";
import type { LegEnd, LegFacts, Stray } from "@sipglass/analyse";
import type { ArchivedPacket, LogWriter } from "../store/log/log.ts";
import type { Checkpoint, MatchingLeg } from "../store/store.ts";

export interface LiveSearch {
  scope: Scope;
  query: Query;
  fromUs: number;
  toUs: number;
  limit: number;
  order: "newest" | "oldest";
  /** Only calls after this place in the order. */
  after: { startedAtUs: number; id: string } | null;
}

/** What recovery knows before it replays. Every shard gets all that is held: a packet may carry messages of calls that live elsewhere. */
export interface Restored {
  /** Those of this shard, as its tracker wrote them. */
  openCalls: string[];
  /** Call-ID → per writer the highest sequence up to which stored rows and open calls hold its packets. */
  applied: [callId: string, sequences: Record<string, number>][];
  /** Packets that open calls hold, by writer: those without a Call-ID of their own are known by this. */
  held: [writer: string, sequences: number[]][];
}

export type CallExamination = Examination & { callId: string };

/** Asked by the book, answered by a shard. */
export interface ShardQuestions {
  search: { ask: LiveSearch; answer: CallBatch };
  find: { ask: { scope: Scope; idOrCallId: string }; answer: CallBatch };
  session: { ask: { scope: Scope; sessionId: string }; answer: CallBatch };
  sessions: { ask: { scope: Scope; sessionIds: string[] }; answer: CallBatch };
  /** Values that a field has in live calls. */
  complete: { ask: { scope: Scope; field: string; prefix: string; limit: number }; answer: ValueCount[] };
  /** Each live call in range that matches, for counts and histograms. */
  tally: { ask: { scope: Scope; query: Query; fromUs: number; toUs: number }; answer: MatchingLeg[] };
  /** Finished calls that nobody examined since they changed, those with trouble first; only those whose packets are written. */
  unexamined: { ask: { limit: number }; answer: CallBatch };
  /** These packets are on disk when it answers, as far as they are this shard's: whether any is. */
  write: { ask: { refs: readonly PacketRefs[] }; answer: boolean };
  /** Put on the calls that are here; answers the ids of those whose row is on its way or gone: the store must be told. */
  examined: { ask: { examinations: CallExamination[] }; answer: string[] };
  /** Sessions of these calls have other ids now; answers the ids of those whose row is on its way or gone: the store must be told. */
  moved: { ask: { changes: SessionChange[] }; answer: string[] };
  /** Reports that were found to belong to calls of this shard; answers the places in the list of those whose call is not here any more, or whose row was sent. */
  attach: { ask: { found: { id: string; callId: string; stray: Stray }[] }; answer: number[] };
  /** Sends what correlation has not heard yet, before it answers. */
  tellLegs: { ask: null; answer: null };
  /** These headers (lower case) hold correlation ids too. */
  correlateBy: { ask: { headers: string[] }; answer: null };
  /** Of live calls. */
  kpi: { ask: { scope: Scope; question: KpiQuestion }; answer: KpiAnswer };
  /**
   * Recovery begins: whatever was tracked is forgotten, these calls are open. Until `resume` the clock is that of the replayed packets and no
   * checkpoint is sent.
   */
  restore: { ask: Restored; answer: number };
  /** Packets of earlier boots, in receive order, already in the archive. */
  replay: { ask: { packets: ArchivedPacket[] }; answer: number };
  /** Recovery is over. */
  resume: { ask: null; answer: null };
  /** Everything open goes into one checkpoint that owes nothing to earlier writers. */
  wholeCheckpoint: { ask: null; answer: Checkpoint };
  /** Writes what is pending and closes what is over; with `all` hands on every call (rebuild). */
  settle: { ask: { all: boolean }; answer: LogWriter["state"] };
  /** Answered when everything received is worked off; the last question. */
  close: { ask: null; answer: Checkpoint };
}

export type ShardQuestion = keyof ShardQuestions;

export type ToShard =
  | { [K in ShardQuestion]: { kind: "ask"; id: number; question: K; ask: ShardQuestions[K]["ask"] } }[ShardQuestion]
  /** Rows up to this batch are committed: their calls may leave the live set. */
  | { kind: "committed"; batch: number }
  | { kind: "belonging"; belonging: Belonging }
  /** Whether anyone watches: only then are changes sent. */
  | { kind: "watch"; on: boolean };

export interface ShardStatus {
  received: number;
  stored: number;
  duplicates: number;
  /** reason → packets. */
  refused: Record<string, number>;
  liveCalls: number;
  archive: "ok" | "disk_full";
  lostPackets: number;
  /** Per class: everything below is on disk and synced. */
  storedThrough: Partial<Record<SegmentClass, number>>;
  /** Everything received before is on disk and synced, epoch µs. */
  storedThroughUs: number;
  /** Agents that sent since the last status. */
  agents: Agent[];
}

export type FromShard =
  | { kind: "answer"; id: number; answer: unknown }
  | { kind: "failed"; id: number; message: string }
  | { kind: "rows"; batch: number; calls: CallBatch; registrations: Registration[] }
  | { kind: "checkpoint"; checkpoint: Checkpoint }
  | { kind: "changes"; calls: CallBatch }
  /** Legs that are new, or on which something changed that legs are joined by; sent before their rows. */
  | { kind: "legs"; legs: LegFacts[]; ends: LegEnd[] }
  /** Reports in the archive, on disk, whose call this shard does not know. */
  | { kind: "strays"; strays: Stray[] }
  /** Something went wrong and the shard went on. */
  | { kind: "failure"; message: string }
  | { kind: "status"; status: ShardStatus };
