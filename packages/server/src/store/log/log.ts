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

export interface LogReader {
  /** Packets in the order of the references; those that retention removed are missing, not errors. */
  read(refs: readonly PacketRefs[]): Promise<ArchivedPacket[]>;
  /** Every packet of one writer from a sequence on, in order: recovery. */
  replay(writer: WriterId, fromSequence: number): AsyncIterable<ArchivedPacket>;
  /** Every packet whose event time is in range, in receive order as far as files tell: raw search, export, rebuild. */
  scan(options: { fromUs?: number; toUs?: number; classes?: readonly SegmentClass[] }): AsyncIterable<ArchivedPacket>;
  /** Writers that have something stored, with their first and last sequence. */
  writers(): Promise<{ writer: WriterId; first: number; last: number }[]>;
  close(): Promise<void>;
}
