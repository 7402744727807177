// One segment as a reader sees it: its index (from the sidecar or by walking), kept up while a writer appends or sealing replaces the file.
import { open, type FileHandle } from "node:fs/promises";
import { decodeBlock, type Block } from "./block.ts";
import { readHeader } from "./block-header.ts";
import { BlockIndex, FINGERPRINT_BYTES, fingerprintOf, parseSidecar, parseSidecarHeader, SIDECAR_HEADER_BYTES, type BlockPlace, type SegmentStamp, type SegmentSummary } from "./block-index.ts";
import type { DamageList } from "./damage-list.ts";
import { letGo } from "./let-go.ts";
import { isMissing, SIDECAR_SUFFIX, type SegmentName } from "./segment-name.ts";
import { readAt, walkBlocks, type WalkDamage } from "./walk.ts";

/** Length and fingerprint as they are now. */
export async function stampOf(handle: FileHandle): Promise<SegmentStamp> {
  const { size } = await handle.stat();
  return { length: size, fingerprint: fingerprintOf(await readAt(handle, 0, Math.min(FINGERPRINT_BYTES, size))) };
}

/** The sidecar's first bytes, or all of it; undefined when there is none. */
export async function readSidecar(path: string, length?: number): Promise<Buffer | undefined> {
  const handle = await openIfThere(path + SIDECAR_SUFFIX);
  if (handle === undefined) return undefined;
  try {
    return await readAt(handle, 0, length ?? (await handle.stat()).size);
  } finally {
    await handle.close();
  }
}

/** Undefined when retention was faster. */
export async function openIfThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, "r");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

export class StoredSegment {
  readonly name: SegmentName;
  readonly #damage: DamageList;
  #index: BlockIndex | undefined;
  /** Which file the index was made from: sealing puts another in its place. */
  #inode = -1;
  /** The index covers the file up to here. */
  #coveredTo = 0;
  /** Offset from which the next walk goes on. */
  #walkFrom = 0;
  #summary: SegmentSummary | undefined;
  #closed = false;
  #turn: Promise<unknown> = Promise.resolve();
  /** Set when the segment holds blocks of a newer version. */
  newer: WalkDamage | undefined;

  constructor(name: SegmentName, damage: DamageList) {
    this.name = name;
    this.#damage = damage;
  }

  /** Without looking at the file. */
  get knownIndex(): BlockIndex | undefined {
    return this.#index;
  }

  /** Forgets what can be read again, to save memory. */
  forget(): void {
    this.#index = undefined;
    this.#inode = -1;
  }

  /** The first sequence never changes once there is one; undefined while there is no block. */
  async firstSequence(): Promise<number | undefined> {
    return (this.#summary ?? (await this.summary()))?.firstSequence;
  }

  /** Undefined when there is no block. Cheap for closed segments: 80 bytes of the sidecar, once. */
  async summary(): Promise<SegmentSummary | undefined> {
    if (this.#summary && this.#closed) return this.#summary;
    await this.use(async (handle) => {
      const stamp = await stampOf(handle);
      const sidecar = await readSidecar(this.name.path, SIDECAR_HEADER_BYTES);
      const summary = sidecar && parseSidecarHeader(sidecar, stamp);
      this.#closed = summary !== undefined;
      this.#summary = summary ?? (await this.index(handle)).summary() ?? this.#summary;
    });
    return this.#summary;
  }

  /** Undefined when the file is gone. */
  async use<T>(act: (handle: FileHandle) => Promise<T>): Promise<T | undefined> {
    const handle = await openIfThere(this.name.path);
    if (handle === undefined) return undefined;
    try {
      return await act(handle);
    } finally {
      await handle.close();
    }
  }

  /** The index of the file behind this handle, as it is now. */
  index(handle: FileHandle): Promise<BlockIndex> {
    const turn = this.#turn.then(() => this.#refresh(handle));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #refresh(handle: FileHandle): Promise<BlockIndex> {
    const { ino, size } = await handle.stat();
    if (this.#index && ino === this.#inode && size === this.#coveredTo && size === this.#walkFrom) return this.#index;
    const isSameFile = this.#index && ino === this.#inode && size >= this.#coveredTo;
    return this.#walkOn(handle, isSameFile && this.#index ? this.#index : await this.#load(handle, ino), size);
  }

  async #load(handle: FileHandle, ino: number): Promise<BlockIndex> {
    const stamp = await stampOf(handle);
    const sidecar = await readSidecar(this.name.path);
    const stored = sidecar && parseSidecar(sidecar, stamp);
    const index = stored ?? new BlockIndex();
    this.#index = index;
    this.#inode = ino;
    this.#walkFrom = this.#coveredTo = stored ? stamp.length : 0;
    this.newer = undefined;
    return index;
  }

  async #walkOn(handle: FileHandle, index: BlockIndex, size: number): Promise<BlockIndex> {
    if (size === this.#walkFrom || this.newer) return index;
    const { path } = this.name;
    const walked = await walkBlocks(handle, this.#walkFrom, size, index);
    for (const piece of walked.damage) this.#damage.add(path, piece);
    this.#damage.setTail(path, walked.tail);
    if (walked.newer) this.#meetNewer(walked.newer);
    this.#walkFrom = walked.end;
    this.#coveredTo = size;
    return index;
  }

  #meetNewer(piece: WalkDamage): void {
    this.newer = piece;
    this.#damage.add(this.name.path, piece);
  }

  /** Undefined, and noted as damage, when the block is not what the index says. */
  async readBlock(handle: FileHandle, place: BlockPlace): Promise<Block | undefined> {
    const { offset, headerLength, dataLength } = place;
    const bytes = await readAt(handle, offset, headerLength + dataLength);
    const reading = readHeader(bytes, 0);
    const piece = { offset, bytes: headerLength + dataLength };
    if (reading.state === "newer") this.#meetNewer({ ...piece, reason: "newer_version", version: reading.version });
    else if (reading.state !== "ok" || reading.header.firstSequence !== place.firstSequence || reading.header.count !== place.count) {
      this.#damage.add(this.name.path, { ...piece, reason: "bad_header" });
    } else {
      const block = await decodeBlock(bytes, reading.header);
      letGo(bytes);
      if (block) return block;
      this.#damage.add(this.name.path, { ...piece, reason: "bad_data" });
    }
    return undefined;
  }

  /** Blocks in order, those that end behind `fromSequence` and that `wanted` takes; as many as there are when it begins. */
  async *blocks(fromSequence: number, wanted: (place: BlockPlace) => boolean = () => true): AsyncGenerator<Block> {
    const handle = await openIfThere(this.name.path);
    if (handle === undefined) return;
    try {
      const index = await this.index(handle);
      const end = index.length;
      for (let i = index.seek(fromSequence); i < end; i++) {
        const place = index.place(i);
        const block = wanted(place) ? await this.readBlock(handle, place) : undefined;
        if (block) yield block;
      }
    } finally {
      await handle.close();
    }
  }
}
