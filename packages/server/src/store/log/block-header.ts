// The header of a block: a zstd skippable frame in front of each data frame. Every offset here is in docs/reference/archive.md.
import { crc32 } from "node:zlib";
import { MAX_VARINT_BYTES, putSignedVarint, putVarint } from "./varint.ts";

export const MAGIC = 0x184d2a53;
/** The first bytes of every header, for searching: magic, then `sipg` at offset 8. */
export const MAGIC_BYTES = Buffer.from([0x53, 0x2a, 0x4d, 0x18]);
const TAG = Buffer.from("sipg").readUInt32LE();
export const BLOCK_VERSION = 1;
export const FIXED_LENGTH = 64;
/** Fixed part, one packet's two varints, a peer count and the CRC: nothing shorter can be a header. */
const MIN_LENGTH = FIXED_LENGTH + 3 + 4;
/** Enough to tell version and length of any header. */
export const PREFIX_LENGTH = 16;

export const MAX_HEADER_BYTES = 16 * 1024 * 1024;
export const MAX_BLOCK_BYTES = 64 * 1024 * 1024;
export const MAX_BLOCK_PACKETS = 65_536;

const FLAG = { eventTimes: 1, quarantined: 2, sealed: 4 } as const;
const TWO_32 = 0x1_0000_0000;

/** What is known of each packet of a block, one column a property. Arrays may be longer than `count`. */
export interface BlockColumns {
  count: number;
  receivedUs: Float64Array;
  eventUs: Float64Array;
  lengths: Uint32Array;
  peers: string[];
  peerIndex: Uint16Array;
  /** 0 or 1. */
  quarantined: Uint8Array;
}

/** The fixed part. */
export interface BlockHeader {
  /** Of the whole skippable frame: the data frame begins this far behind the header's begin. */
  headerLength: number;
  hasEventTimes: boolean;
  hasQuarantined: boolean;
  sealed: boolean;
  dataLength: number;
  dataCrc: number;
  uncompressedLength: number;
  count: number;
  firstSequence: number;
  firstReceivedUs: number;
  minEventUs: number;
  maxEventUs: number;
}

export function putU64(bytes: Buffer, at: number, value: number): void {
  bytes.writeUInt32LE(value % TWO_32, at);
  bytes.writeUInt32LE(Math.floor(value / TWO_32), at + 4);
}

export const getU64 = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at) + bytes.readUInt32LE(at + 4) * TWO_32;

/** An upper bound of the length of the header of these columns. */
export function headerCapacity({ count, peers }: BlockColumns): number {
  let peerBytes = 0;
  for (const peer of peers) peerBytes += MAX_VARINT_BYTES + peer.length * 3;
  return FIXED_LENGTH + count * (4 * MAX_VARINT_BYTES + 1) + MAX_VARINT_BYTES + peerBytes + 4;
}

function hasEventTimes({ count, receivedUs, eventUs }: BlockColumns): boolean {
  for (let i = 0; i < count; i++) if (receivedUs[i] !== eventUs[i]) return true;
  return false;
}

/** svarints of the differences between neighbours. */
function putDeltas(out: Buffer, start: number, column: Float64Array | Uint32Array, count: number, base: number): number {
  let at = start;
  let last = base;
  for (let i = 0; i < count; i++) {
    const value = column[i]!;
    at = putSignedVarint(out, at, value - last);
    last = value;
  }
  return at;
}

function putPeers(out: Buffer, start: number, { count, peers, peerIndex }: BlockColumns): number {
  let at = putVarint(out, start, peers.length);
  for (const peer of peers) {
    at = putVarint(out, at, Buffer.byteLength(peer));
    at += out.write(peer, at);
  }
  if (peers.length > 1) for (let i = 0; i < count; i++) at = putVarint(out, at, peerIndex[i]!);
  return at;
}

function putQuarantined(out: Buffer, at: number, { count, quarantined }: BlockColumns): number {
  const length = Math.ceil(count / 8);
  out.fill(0, at, at + length);
  for (let i = 0; i < count; i++) if (quarantined[i] === 1) out[at + (i >> 3)]! |= 1 << (i & 7);
  return at + length;
}

/** Writes the header to the front of `out` (at least `headerCapacity` long) and returns its length. */
export function encodeHeader(out: Buffer, columns: BlockColumns, firstSequence: number, data: Buffer, uncompressedLength: number, sealed: boolean): number {
  const { count, receivedUs, eventUs } = columns;
  let minEventUs = eventUs[0]!;
  let maxEventUs = minEventUs;
  for (let i = 1; i < count; i++) {
    const us = eventUs[i]!;
    if (us < minEventUs) minEventUs = us;
    else if (us > maxEventUs) maxEventUs = us;
  }
  const eventTimes = hasEventTimes(columns);
  const anyQuarantined = columns.quarantined.subarray(0, count).includes(1);
  out.writeUInt32LE(MAGIC, 0);
  out.writeUInt32LE(TAG, 8);
  out[12] = BLOCK_VERSION;
  out[13] = (eventTimes ? FLAG.eventTimes : 0) | (anyQuarantined ? FLAG.quarantined : 0) | (sealed ? FLAG.sealed : 0);
  out.writeUInt16LE(0, 14);
  out.writeUInt32LE(data.length, 16);
  out.writeUInt32LE(crc32(data), 20);
  out.writeUInt32LE(uncompressedLength, 24);
  out.writeUInt32LE(count, 28);
  putU64(out, 32, firstSequence);
  putU64(out, 40, receivedUs[0]!);
  putU64(out, 48, minEventUs);
  putU64(out, 56, maxEventUs);
  let at = putDeltas(out, FIXED_LENGTH, receivedUs, count, receivedUs[0]!);
  at = putDeltas(out, at, columns.lengths, count, 0);
  if (eventTimes) at = putDeltas(out, at, eventUs, count, minEventUs);
  at = putPeers(out, at, columns);
  if (anyQuarantined) at = putQuarantined(out, at, columns);
  out.writeUInt32LE(at + 4 - 8, 4);
  out.writeUInt32LE(crc32(out.subarray(0, at)), at);
  return at + 4;
}

/** `short`: more bytes are needed to tell (`need` in all, from `at`). `newer`: whole and sound, of a version we do not know. */
export type HeaderReading =
  | { state: "ok"; header: BlockHeader }
  | { state: "short"; need: number }
  | { state: "newer"; version: number }
  | { state: "bad" };

const BAD: HeaderReading = { state: "bad" };

/** Reads the header that should begin at `at`. Sound = its CRC fits and its numbers are within the bounds of the format. */
export function readHeader(bytes: Buffer, at: number): HeaderReading {
  const available = bytes.length - at;
  if (available < PREFIX_LENGTH) return { state: "short", need: PREFIX_LENGTH };
  const headerLength = bytes.readUInt32LE(at + 4) + 8;
  if (bytes.readUInt32LE(at) !== MAGIC || bytes.readUInt32LE(at + 8) !== TAG) return BAD;
  if (headerLength < PREFIX_LENGTH + 4 || headerLength > MAX_HEADER_BYTES) return BAD;
  if (available < headerLength) return { state: "short", need: headerLength };
  const end = at + headerLength - 4;
  if (crc32(bytes.subarray(at, end)) !== bytes.readUInt32LE(end)) return BAD;
  const version = bytes[at + 12]!;
  if (version > BLOCK_VERSION) return { state: "newer", version };
  return headerLength < MIN_LENGTH ? BAD : readFixed(bytes, at, headerLength);
}

function readFixed(bytes: Buffer, at: number, headerLength: number): HeaderReading {
  const flags = bytes[at + 13]!;
  const header: BlockHeader = {
    headerLength,
    hasEventTimes: (flags & FLAG.eventTimes) !== 0,
    hasQuarantined: (flags & FLAG.quarantined) !== 0,
    sealed: (flags & FLAG.sealed) !== 0,
    dataLength: bytes.readUInt32LE(at + 16),
    dataCrc: bytes.readUInt32LE(at + 20),
    uncompressedLength: bytes.readUInt32LE(at + 24),
    count: bytes.readUInt32LE(at + 28),
    firstSequence: getU64(bytes, at + 32),
    firstReceivedUs: getU64(bytes, at + 40),
    minEventUs: getU64(bytes, at + 48),
    maxEventUs: getU64(bytes, at + 56),
  };
  const sound =
    header.uncompressedLength <= MAX_BLOCK_BYTES && header.count > 0 && header.count <= MAX_BLOCK_PACKETS && Number.isSafeInteger(header.firstSequence + header.count);
  return sound ? { state: "ok", header } : BAD;
}
