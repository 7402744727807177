// The archive as its neighbours see it: append HEP3 frames, read them back by reference, walk them in order. Format: docs/reference/archive.md.
import type { PacketRefs, SegmentClass, WriterId } from "@sipglass/model";

export interface LogEntry {
  class: SegmentClass;
  /** A whole HEP3 packet, auth key already removed. Copied by the writer before append returns. */
  frame: Uint8Array;
  receivedUs: number;
  /** Event time under which it is filed (receive time when the sender's clock was quarantined). */
  eventUs: number;
  /** `ip:port/transport` of the sender. */
  peer: string;
  quarantined: boolean;
}

/** One per shard. Synchronous: it owns its files and its thread. */
export interface LogWriter {
  /** Sequence given to the packet within `writerId(class)`. The block is compressed and written when full or at flush(). */
  append(entry: LogEntry): number;
  writerId(segmentClass: SegmentClass): WriterId;
  /** Writes every pending block. Throws nothing: a full disk changes `state` and is retried at the next flush. */
  flush(): void;
  /** fdatasync of everything flushed. */
  sync(): void;
  /** Highest sequence + 1 of each class: appended, written, synced. */
  positions(): Record<SegmentClass, { appended: number; written: number; synced: number }>;
  readonly state: "ok" | "disk_full";
  /** Why the last write or sync failed, in the words of the system; "" when it did not. Not only ENOSPC makes `disk_full`: any failed write does. */
  readonly failure: string;
  /** Packets and bytes given up because the disk was full. */
  readonly lost: { packets: number; bytes: number };
  close(): void;
}

export interface ArchivedPacket {
  writer: WriterId;
  sequence: number;
  receivedUs: number;
  eventUs: number;
  peer: string;
  quarantined: boolean;
  frame: Uint8Array;
}

export type DamageReason = "torn_tail" | "bad_header" | "bad_data" | "bad_order" | "newer_version";

/** A piece of a segment that gave no packets; docs/reference/archive.md says what each reason means. */
export interface Damage {
  path: string;
  offset: number;
  bytes: number;
  reason: DamageReason;
}

export interface LogReader {
  /**
   * Packets in the order of the references, each with its own copy of the frame; those that retention removed are missing, not errors.
   * SipglassError `newer_version` when one is missing and its writer has a segment of a newer sipglass.
   */
  read(refs: readonly PacketRefs[]): Promise<ArchivedPacket[]>;
  /**
   * Every packet of one writer from a sequence on, in order: recovery. Ends with what was stored when it got there.
   * SipglassError `newer_version` where it comes upon such a segment.
   */
  replay(writer: WriterId, fromSequence: number): AsyncIterable<ArchivedPacket>;
  /**
   * Every packet whose event time is in range (fromUs ≤ t < toUs), in receive order as far as files tell: raw search, export, rebuild.
   * Passes over segments of a newer sipglass; they stand in `damage`. Frames are views into their block: copy what is kept or posted.
   */
  scan(options: { fromUs?: number; toUs?: number; classes?: readonly SegmentClass[]; receivedFromUs?: number }): AsyncIterable<ArchivedPacket>;
  /** Writers that have something stored, with their first and last sequence. */
  writers(): Promise<{ writer: WriterId; first: number; last: number }[]>;
  /** What was met so far that could not be read (at most the first 1,000). */
  readonly damage: readonly Damage[];
  close(): Promise<void>;
}
