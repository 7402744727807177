// One block as values: its packets' columns and their concatenated frames, decoded from bytes that may be damaged.
import { crc32, constants, zstdDecompress } from "node:zlib";
import { promisify } from "node:util";
import type { WriterId } from "@sipglass/model";
import type { ArchivedPacket } from "./log.ts";
import { FIXED_LENGTH, readHeader, type BlockColumns, type BlockHeader } from "./block-header.ts";
import { VarintCursor } from "./varint.ts";

const decompress = promisify(zstdDecompress);

export interface Block extends BlockColumns {
  firstSequence: number;
  /** Packet i is frames[starts[i], starts[i + 1]). */
  starts: Uint32Array;
  frames: Buffer;
}

/** Undefined when the data frame does not fit its CRC, its length, or the lengths of its packets. `bytes` begins with the header and ends with the data frame. */
export async function decodeBlock(bytes: Buffer, header: BlockHeader): Promise<Block | undefined> {
  const data = bytes.subarray(header.headerLength, header.headerLength + header.dataLength);
  if (data.length !== header.dataLength || crc32(data) !== header.dataCrc) return undefined;
  const columns = readColumns(bytes, header);
  if (columns === undefined) return undefined;
  const starts = startsOf(columns, header.uncompressedLength);
  const frames = starts && (await inflate(data, header.uncompressedLength));
  return starts && frames && { ...columns, firstSequence: header.firstSequence, starts, frames };
}

/** Reads header and data of the block that `bytes` should be; undefined when it is not whole and sound. */
export async function decodeWholeBlock(bytes: Buffer): Promise<Block | undefined> {
  const reading = readHeader(bytes, 0);
  return reading.state === "ok" ? decodeBlock(bytes, reading.header) : undefined;
}

async function inflate(data: Buffer, length: number): Promise<Buffer | undefined> {
  try {
    // One chunk of the known size: one trip to the thread pool and no joining of parts.
    const frames = await decompress(data, { chunkSize: Math.max(length, 64), maxOutputLength: Math.max(length, 64), params: { [constants.ZSTD_d_windowLogMax]: 27 } });
    return frames.length === length ? frames : undefined;
  } catch {
    return undefined;
  }
}

function startsOf({ count, lengths }: BlockColumns, uncompressedLength: number): Uint32Array | undefined {
  const starts = new Uint32Array(count + 1);
  let at = 0;
  for (let i = 0; i < count; i++) {
    at += lengths[i]!;
    if (at > uncompressedLength) return undefined;
    starts[i + 1] = at;
  }
  return at === uncompressedLength ? starts : undefined;
}

function readColumns(bytes: Buffer, header: BlockHeader): BlockColumns | undefined {
  const { count } = header;
  const cursor = new VarintCursor(bytes, FIXED_LENGTH, header.headerLength - 4);
  const receivedUs = readDeltas(cursor, new Float64Array(count), header.firstReceivedUs);
  const lengths = readDeltas(cursor, new Uint32Array(count), 0);
  const eventUs = header.hasEventTimes ? readDeltas(cursor, new Float64Array(count), header.minEventUs) : receivedUs;
  const peers = readPeers(cursor, count);
  const peerIndex = new Uint16Array(count);
  if (peers.length > 1) for (let i = 0; i < count; i++) peerIndex[i] = cursor.next();
  const quarantined = readQuarantined(cursor, header);
  return cursor.failed || cursor.at !== cursor.end ? undefined : { count, receivedUs, eventUs, lengths, peers, peerIndex, quarantined };
}

function readDeltas<T extends Float64Array | Uint32Array>(cursor: VarintCursor, column: T, base: number): T {
  let value = base;
  for (let i = 0; i < column.length; i++) column[i] = value += cursor.nextSigned();
  return column;
}

function readPeers(cursor: VarintCursor, count: number): string[] {
  const peers: string[] = [];
  const peerCount = cursor.next();
  if (peerCount > count) cursor.failed = true;
  for (let i = 0; i < peerCount && !cursor.failed; i++) peers.push(Buffer.from(cursor.take(cursor.next())).toString("utf8"));
  return peers;
}

function readQuarantined(cursor: VarintCursor, { count, hasQuarantined }: BlockHeader): Uint8Array {
  const quarantined = new Uint8Array(count);
  if (!hasQuarantined) return quarantined;
  const bits = cursor.take(Math.ceil(count / 8));
  for (let i = 0; i < count; i++) quarantined[i] = ((bits[i >> 3] ?? 0) >> (i & 7)) & 1;
  return quarantined;
}

/** Packet i of the block. Its frame is a view into the block. */
export function packetAt(block: Block, i: number, writer: WriterId): ArchivedPacket {
  return {
    writer,
    sequence: block.firstSequence + i,
    receivedUs: block.receivedUs[i]!,
    eventUs: block.eventUs[i]!,
    peer: block.peers[block.peerIndex[i]!] ?? "",
    quarantined: block.quarantined[i] === 1,
    frame: block.frames.subarray(block.starts[i]!, block.starts[i + 1]!),
  };
}
