// Where the blocks of one segment are: fixed-size records, in memory as in the sidecar (docs/reference/archive.md).
import { crc32 } from "node:zlib";
import { FIXED_LENGTH, getU64, putU64, type BlockHeader } from "./block-header.ts";

const MAGIC = Buffer.from("sipgidx\u0001", "latin1");
export const SIDECAR_HEADER_BYTES = 80;
const RECORD_BYTES = 56;
const FLAG = { sealed: 1, damaged: 2 } as const;

/** What tells a segment from another of the same name: fits the sidecar or not. */
export interface SegmentStamp {
  length: number;
  fingerprint: number;
}

export const FINGERPRINT_BYTES = FIXED_LENGTH;

/** `head`: the first bytes of the segment, as many as there are. */
export const fingerprintOf = (head: Uint8Array): number => crc32(head.subarray(0, FINGERPRINT_BYTES));

export interface SegmentSummary {
  blocks: number;
  sealed: boolean;
  /** Damage was found while sealing. */
  damaged: boolean;
  firstSequence: number;
  /** Last sequence + 1. */
  endSequence: number;
  minEventUs: number;
  maxEventUs: number;
  firstReceivedUs: number;
}

export interface BlockPlace {
  firstSequence: number;
  count: number;
  offset: number;
  headerLength: number;
  dataLength: number;
  uncompressedLength: number;
  firstReceivedUs: number;
  minEventUs: number;
  maxEventUs: number;
}

export class BlockIndex {
  length = 0;
  sealed = false;
  damaged = false;
  #records: Buffer;

  constructor(records: Buffer = Buffer.alloc(0)) {
    this.#records = records;
    this.length = Math.floor(records.length / RECORD_BYTES);
  }

  get bytes(): number {
    return this.#records.length;
  }

  add(header: BlockHeader, offset: number): void {
    const at = this.length * RECORD_BYTES;
    if (at + RECORD_BYTES > this.#records.length) this.#grow();
    const out = this.#records;
    putU64(out, at, header.firstSequence);
    putU64(out, at + 8, offset);
    out.writeUInt32LE(header.count, at + 16);
    out.writeUInt32LE(header.headerLength, at + 20);
    out.writeUInt32LE(header.dataLength, at + 24);
    out.writeUInt32LE(header.uncompressedLength, at + 28);
    putU64(out, at + 32, header.firstReceivedUs);
    putU64(out, at + 40, header.minEventUs);
    putU64(out, at + 48, header.maxEventUs);
    if (header.sealed) this.sealed = true;
    this.length++;
  }

  removeLast(): void {
    this.length = Math.max(0, this.length - 1);
  }

  #grow(): void {
    const larger = Buffer.alloc(Math.max(16 * RECORD_BYTES, this.#records.length * 2));
    this.#records.copy(larger);
    this.#records = larger;
  }

  place(i: number): BlockPlace {
    const at = i * RECORD_BYTES;
    const records = this.#records;
    return {
      firstSequence: getU64(records, at),
      offset: getU64(records, at + 8),
      count: records.readUInt32LE(at + 16),
      headerLength: records.readUInt32LE(at + 20),
      dataLength: records.readUInt32LE(at + 24),
      uncompressedLength: records.readUInt32LE(at + 28),
      firstReceivedUs: getU64(records, at + 32),
      minEventUs: getU64(records, at + 40),
      maxEventUs: getU64(records, at + 48),
    };
  }

  firstSequence(i: number): number {
    return getU64(this.#records, i * RECORD_BYTES);
  }

  /** Sequence behind block i. */
  endOf(i: number): number {
    return this.firstSequence(i) + this.#records.readUInt32LE(i * RECORD_BYTES + 16);
  }

  /** Of the last block. */
  get endSequence(): number {
    return this.length === 0 ? 0 : this.endOf(this.length - 1);
  }

  /** Index of the first block that ends behind `sequence`: the one that holds it, or the next; `length` when there is none. */
  seek(sequence: number): number {
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.endOf(middle) > sequence) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  summary(): SegmentSummary | undefined {
    if (this.length === 0) return undefined;
    let minEventUs = Number.POSITIVE_INFINITY;
    let maxEventUs = 0;
    for (let at = 0; at < this.length * RECORD_BYTES; at += RECORD_BYTES) {
      minEventUs = Math.min(minEventUs, getU64(this.#records, at + 40));
      maxEventUs = Math.max(maxEventUs, getU64(this.#records, at + 48));
    }
    const { sealed, damaged, endSequence } = this;
    const { firstSequence, firstReceivedUs } = this.place(0);
    return { blocks: this.length, sealed, damaged, firstSequence, endSequence, minEventUs, maxEventUs, firstReceivedUs };
  }

  /** The whole sidecar; undefined for a segment without blocks, which needs none. */
  encode(stamp: SegmentStamp): Buffer | undefined {
    const summary = this.summary();
    if (summary === undefined) return undefined;
    const records = this.#records.subarray(0, this.length * RECORD_BYTES);
    const out = Buffer.alloc(SIDECAR_HEADER_BYTES + records.length);
    MAGIC.copy(out);
    out.writeUInt32LE((this.sealed ? FLAG.sealed : 0) | (this.damaged ? FLAG.damaged : 0), 8);
    out.writeUInt32LE(this.length, 12);
    putU64(out, 16, stamp.length);
    out.writeUInt32LE(stamp.fingerprint, 24);
    out.writeUInt32LE(crc32(records), 28);
    putU64(out, 32, summary.firstSequence);
    putU64(out, 40, summary.endSequence);
    putU64(out, 48, summary.minEventUs);
    putU64(out, 56, summary.maxEventUs);
    putU64(out, 64, summary.firstReceivedUs);
    out.writeUInt32LE(crc32(out.subarray(0, 76)), 76);
    records.copy(out, SIDECAR_HEADER_BYTES);
    return out;
  }
}

/** From the front of a sidecar; undefined when it is damaged or belongs to another state of the segment. */
export function parseSidecarHeader(bytes: Buffer, stamp: SegmentStamp): SegmentSummary | undefined {
  if (bytes.length < SIDECAR_HEADER_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) return undefined;
  if (bytes.readUInt32LE(76) !== crc32(bytes.subarray(0, 76))) return undefined;
  if (getU64(bytes, 16) !== stamp.length || bytes.readUInt32LE(24) !== stamp.fingerprint) return undefined;
  const flags = bytes.readUInt32LE(8);
  return {
    blocks: bytes.readUInt32LE(12),
    sealed: (flags & FLAG.sealed) !== 0,
    damaged: (flags & FLAG.damaged) !== 0,
    firstSequence: getU64(bytes, 32),
    endSequence: getU64(bytes, 40),
    minEventUs: getU64(bytes, 48),
    maxEventUs: getU64(bytes, 56),
    firstReceivedUs: getU64(bytes, 64),
  };
}

/** From a whole sidecar; undefined as above. */
export function parseSidecar(bytes: Buffer, stamp: SegmentStamp): BlockIndex | undefined {
  const summary = parseSidecarHeader(bytes, stamp);
  const records = bytes.subarray(SIDECAR_HEADER_BYTES);
  if (summary === undefined || records.length !== summary.blocks * RECORD_BYTES || crc32(records) !== bytes.readUInt32LE(28)) return undefined;
  const index = new BlockIndex(records);
  index.sealed = summary.sealed;
  index.damaged = summary.damaged;
  return index;
}
