// Side file of a sealed day: which calls a key may mean. Two sorted lists (Call-IDs; ids and sessions) of pairs of unsigned 32-bit numbers, key and
// millisecond of the day, little-endian, behind a header of 16 bytes. A binary search of pages answers for a month in about a millisecond, where
// scanning the Parquet files takes a second.
import { closeSync, fsyncSync, openSync, readSync, renameSync, writeSync } from "node:fs";
import { endianness } from "node:os";

const MAGIC = 0x59454b53; // "SKEY"
const VERSION = 1;
const HEADER_BYTES = 16;
const PAGE_PAIRS = 512;

/** Pairs key · 2³² + millisecond, ascending. */
export type KeyPairs = BigUint64Array;
export type KeyList = "callId" | "id";

const keyPair = (key: number, ms: number): bigint => (BigInt(key) << 32n) | BigInt(ms);

/** Grows as it is filled: a busy day has more pairs than an array of bigints should hold. */
export function createPairList(): { add(key: number, ms: number): void; pairs(): KeyPairs } {
  let room = new BigUint64Array(4096);
  let count = 0;
  return {
    add(key, ms) {
      if (count === room.length) {
        const wider = new BigUint64Array(count * 2);
        wider.set(room);
        room = wider;
      }
      room[count++] = keyPair(key, ms);
    },
    pairs: () => room.subarray(0, count),
  };
}

export function mergePairs(a: KeyPairs, b: KeyPairs): KeyPairs {
  const merged = new BigUint64Array(a.length + b.length);
  let i = 0, j = 0;
  for (let k = 0; k < merged.length; k++) merged[k] = j >= b.length || (i < a.length && a[i]! <= b[j]!) ? a[i++]! : b[j++]!;
  return merged;
}

/** On disk the key comes first, so that pages are compared by their first four bytes; big- and little-endian machines write the same file. */
function pairBytes(pairs: KeyPairs): Uint8Array {
  const words = new Uint32Array(pairs.buffer, pairs.byteOffset, pairs.length * 2);
  const bytes = new Uint32Array(pairs.length * 2);
  const high = endianness() === "LE" ? 1 : 0;
  for (let i = 0; i < pairs.length; i++) {
    bytes[2 * i] = words[2 * i + high]!;
    bytes[2 * i + 1] = words[2 * i + 1 - high]!;
  }
  const buffer = Buffer.from(bytes.buffer);
  return endianness() === "LE" ? buffer : buffer.swap32();
}

export function writeKeyFile(file: string, lists: Record<KeyList, KeyPairs>): void {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32LE(MAGIC, 0);
  header.writeUInt32LE(VERSION, 4);
  header.writeUInt32LE(lists.callId.length, 8);
  header.writeUInt32LE(lists.id.length, 12);
  const handle = openSync(`${file}.tmp`, "w", 0o640);
  try {
    for (const bytes of [header, pairBytes(lists.callId), pairBytes(lists.id)]) for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(`${file}.tmp`, file);
}

function open(file: string): { handle: number; callIds: number; ids: number } | undefined {
  let handle: number;
  try {
    handle = openSync(file, "r");
  } catch {
    return undefined;
  }
  const header = Buffer.alloc(HEADER_BYTES);
  if (readSync(handle, header, 0, HEADER_BYTES, 0) === HEADER_BYTES && header.readUInt32LE(0) === MAGIC && header.readUInt32LE(4) === VERSION) {
    return { handle, callIds: header.readUInt32LE(8), ids: header.readUInt32LE(12) };
  }
  closeSync(handle);
  return undefined;
}

/** Milliseconds of the day at which calls with this key may have begun; undefined when the file cannot say. */
export function lookUp(file: string, list: KeyList, key: number): number[] | undefined {
  const opened = open(file);
  if (!opened) return undefined;
  const { handle, callIds, ids } = opened;
  const first = list === "callId" ? 0 : callIds;
  const count = list === "callId" ? callIds : ids;
  try {
    const page = Buffer.alloc(PAGE_PAIRS * 8);
    const read = (from: number): number => Math.floor(readSync(handle, page, 0, page.length, HEADER_BYTES + (first + from) * 8) / 8);
    let low = 0, high = Math.ceil(count / PAGE_PAIRS);
    // The last page whose first key is below the wanted one; the run of equal keys begins there or on the next page.
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (read(middle * PAGE_PAIRS) > 0 && page.readUInt32LE(0) < key) low = middle;
      else high = middle;
    }
    const found: number[] = [];
    for (let from = low * PAGE_PAIRS; from < count; from += PAGE_PAIRS) {
      const pairs = Math.min(read(from), count - from);
      if (pairs === 0) return undefined;
      for (let i = 0; i < pairs; i++) {
        const at = page.readUInt32LE(i * 8);
        if (at === key) found.push(page.readUInt32LE(i * 8 + 4));
        if (at > key) return found;
      }
    }
    return found;
  } finally {
    closeSync(handle);
  }
}

/** Both lists, for merging; undefined when the file is not whole. */
export function readKeyFile(file: string): Record<KeyList, KeyPairs> | undefined {
  const opened = open(file);
  if (!opened) return undefined;
  const { handle, callIds, ids } = opened;
  try {
    const bytes = Buffer.alloc((callIds + ids) * 8);
    if (readSync(handle, bytes, 0, bytes.length, HEADER_BYTES) !== bytes.length) return undefined;
    const pairs = new BigUint64Array(callIds + ids);
    for (let i = 0; i < pairs.length; i++) pairs[i] = keyPair(bytes.readUInt32LE(i * 8), bytes.readUInt32LE(i * 8 + 4));
    return { callId: pairs.subarray(0, callIds), id: pairs.subarray(callIds) };
  } finally {
    closeSync(handle);
  }
}
