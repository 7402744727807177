// Walks the blocks of a segment by their headers, and finds the way again behind damage.
import { crc32 } from "node:zlib";
import { readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { setImmediate as giveWay } from "node:timers/promises";
import type { DamageReason } from "./log.ts";
import { MAGIC_BYTES, PREFIX_LENGTH, readHeader, type BlockHeader, type HeaderReading } from "./block-header.ts";

/** Holds the header of one block of 1,024 packets (about 7 bytes a packet), or several small blocks. */
const SMALL_WINDOW_BYTES = 8 * 1024;
const WINDOW_BYTES = 64 * 1024;
/** Blocks below this are read ahead of. */
const SMALL_BLOCK_BYTES = 16 * 1024;
const GIVE_WAY_MS = 5;
const SEARCH_BYTES = 1024 * 1024;

/** Bytes at `offset`, fewer at the end of the file. */
export async function readAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await handle.read(bytes, got, length - got, offset + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return bytes.subarray(0, got);
}

export interface Walked {
  offset: number;
  header: BlockHeader;
}

export interface WalkDamage {
  offset: number;
  bytes: number;
  reason: DamageReason;
  /** With `newer_version`. */
  version?: number;
}

export interface WalkResult {
  /** Behind the last whole block. */
  end: number;
  /** What is skipped, without the tail. */
  damage: WalkDamage[];
  /** Bytes behind `end` that are no block, or not yet. */
  tail: WalkDamage | undefined;
  newer: WalkDamage | undefined;
}

/** Where found blocks go. */
export interface WalkTarget {
  add(header: BlockHeader, offset: number): void;
  /** The last one was none after all. */
  removeLast(): void;
  /** Blocks that begin below are out of order. */
  readonly endSequence: number;
}

/** `size`: bytes of the file that count. */
export async function walkBlocks(handle: FileHandle, from: number, size: number, target: WalkTarget): Promise<WalkResult> {
  const headers = new HeaderWindow(handle, size);
  const result: WalkResult = { end: from, damage: [], tail: undefined, newer: undefined };
  let at = from;
  let last: Walked | undefined;
  while (at < size) {
    const reading = await headers.at(at);
    if (reading.state === "newer") {
      result.newer = { offset: at, bytes: size - at, reason: "newer_version", version: reading.version };
      return result;
    }
    if (reading.state === "ok" && at + reading.header.headerLength + reading.header.dataLength <= size) {
      const { header } = reading;
      const end = at + header.headerLength + header.dataLength;
      if (header.firstSequence < target.endSequence) result.damage.push({ offset: at, bytes: end - at, reason: "bad_order" });
      else {
        last = { offset: at, header };
        target.add(header, at);
      }
      at = result.end = end;
      continue;
    }
    // A block that was cut short and had others written behind it reaches into them: then the search begins inside it.
    const cutShort: Walked | undefined = last && !(await hasSoundData(handle, last)) ? last : undefined;
    const found = await headers.search(cutShort ? cutShort.offset + cutShort.header.headerLength : at + 1);
    if (cutShort && found !== undefined && found < at) {
      target.removeLast();
      at = cutShort.offset;
    }
    last = undefined;
    if (found === undefined) {
      result.tail = { offset: at, bytes: size - at, reason: "torn_tail" };
      return result;
    }
    result.damage.push({ offset: at, bytes: found - at, reason: "bad_header" });
    at = found;
  }
  return result;
}

export async function hasSoundData(handle: FileHandle, { offset, header }: Walked): Promise<boolean> {
  const data = await readAt(handle, offset + header.headerLength, header.dataLength);
  return data.length === header.dataLength && crc32(data) === header.dataCrc;
}

/**
 * Reads headers through a window, because blocks may be as small as a packet. Reads directly and not through the thread pool: an hour has
 * tens of thousands of headers, mostly in memory, and a trip to the pool costs twenty times the read. It gives way every few milliseconds.
 */
class HeaderWindow {
  readonly #handle: FileHandle;
  readonly #size: number;
  readonly #buffer = Buffer.allocUnsafe(WINDOW_BYTES);
  #bytes: Buffer = Buffer.alloc(0);
  #offset = 0;
  #lastOffset = -WINDOW_BYTES;
  #since = performance.now();

  constructor(handle: FileHandle, size: number) {
    this.#handle = handle;
    this.#size = size;
  }

  /** `short` only when the header would reach beyond the end of the file. */
  async at(offset: number): Promise<HeaderReading> {
    let reading = this.#read(offset);
    for (let i = 0; reading.state === "short" && offset + reading.need <= this.#size && i < 3; i++) {
      this.#fill(offset, reading.need);
      reading = this.#read(offset);
    }
    this.#lastOffset = offset;
    if (performance.now() - this.#since > GIVE_WAY_MS) {
      await giveWay();
      this.#since = performance.now();
    }
    return reading;
  }

  #fill(offset: number, need: number): void {
    const ahead = offset - this.#lastOffset < SMALL_BLOCK_BYTES ? WINDOW_BYTES : SMALL_WINDOW_BYTES;
    const length = Math.min(Math.max(ahead, need), this.#size - offset);
    const buffer = length <= WINDOW_BYTES ? this.#buffer : Buffer.allocUnsafe(length);
    this.#bytes = buffer.subarray(0, readSync(this.#handle.fd, buffer, 0, length, offset));
    this.#offset = offset;
  }

  #read(offset: number): HeaderReading {
    const at = offset - this.#offset;
    return at >= 0 && at < this.#bytes.length ? readHeader(this.#bytes, at) : { state: "short", need: PREFIX_LENGTH };
  }

  /** Offset of the next sound header. */
  async search(from: number): Promise<number | undefined> {
    for (let offset = from; offset < this.#size; offset += SEARCH_BYTES) {
      const chunk = await readAt(this.#handle, offset, Math.min(SEARCH_BYTES + MAGIC_BYTES.length - 1, this.#size - offset));
      for (let at = chunk.indexOf(MAGIC_BYTES); at >= 0; at = chunk.indexOf(MAGIC_BYTES, at + 1)) {
        const { state } = await this.at(offset + at);
        if (state === "ok" || state === "newer") return offset + at;
      }
    }
    return undefined;
  }
}
