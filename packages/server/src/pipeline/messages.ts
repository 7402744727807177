// What shards and the book say to each other. Everything here crosses threads: plain values only.
import type { Agent, CallBatch, Query, Registration, Scope, SegmentClass } from "@sipglass/model";
import type { ArchivedPacket } from "../store/log/log.ts";
import type { Checkpoint } from "../store/store.ts";

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

/** Asked by the book, answered by a shard. */
export interface ShardQuestions {
  search: { ask: LiveSearch; answer: CallBatch };
  find: { ask: { scope: Scope; idOrCallId: string }; answer: CallBatch };
  session: { ask: { scope: Scope; sessionId: string }; answer: CallBatch };
  /** id and state of each live call in range that matches, for counts and histograms. */
  tally: { ask: { scope: Scope; query: Query; fromUs: number; toUs: number }; answer: { id: string; startedAtUs: number; state: string }[] };
  /** Recovery: packets of earlier boots, in receive order, already in the archive. */
  replay: { ask: { packets: ArchivedPacket[] }; answer: number };
  restore: { ask: { openCalls: string[]; applied: [callId: string, sequences: Record<string, number>][] }; answer: number };
  /** Everything open goes into one checkpoint that owes nothing to earlier writers. */
  wholeCheckpoint: { ask: null; answer: Checkpoint };
  /** Writes what is pending and closes what is over; with `all` hands on every call (rebuild). */
  settle: { ask: { all: boolean }; answer: null };
  close: { ask: null; answer: Checkpoint };
}

export type ShardQuestion = keyof ShardQuestions;

export type ToShard =
  | { [K in ShardQuestion]: { kind: "ask"; id: number; question: K; ask: ShardQuestions[K]["ask"] } }[ShardQuestion]
  /** Rows up to this batch are committed: their calls may leave the live set. */
  | { kind: "committed"; batch: number }
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
  | { kind: "status"; status: ShardStatus };
