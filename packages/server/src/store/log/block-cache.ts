// The blocks decoded last, bounded in number and bytes. A block's packets never change, so the key outlives sealing of its segment.
import type { WriterId } from "@sipglass/model";
import type { Block } from "./block.ts";
import type { BlockPlace } from "./block-index.ts";
import { letGo } from "./let-go.ts";

/** Bytes of the columns of one packet. */
const COLUMN_BYTES = 8 + 8 + 4 + 4 + 2 + 1;

const keyOf = (writer: WriterId, { firstSequence, count }: { firstSequence: number; count: number }): string => `${writer}:${firstSequence}:${count}`;
const bytesOf = ({ frames, count }: Block): number => frames.length + count * COLUMN_BYTES;

export class BlockCache {
  readonly #maxBlocks: number;
  readonly #maxBytes: number;
  readonly #blocks = new Map<string, Block>();
  #bytes = 0;

  constructor(maxBlocks: number, maxBytes: number) {
    this.#maxBlocks = maxBlocks;
    this.#maxBytes = maxBytes;
  }

  get(writer: WriterId, place: BlockPlace): Block | undefined {
    const key = keyOf(writer, place);
    const block = this.#blocks.get(key);
    if (block) {
      // A Map keeps insertion order: what was used last stands last.
      this.#blocks.delete(key);
      this.#blocks.set(key, block);
    }
    return block;
  }

  set(writer: WriterId, block: Block): void {
    const key = keyOf(writer, block);
    if (this.#blocks.has(key) || bytesOf(block) > this.#maxBytes) return;
    this.#blocks.set(key, block);
    this.#bytes += bytesOf(block);
    for (const oldest of this.#blocks.keys()) {
      if (this.#blocks.size <= this.#maxBlocks && this.#bytes <= this.#maxBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    const block = this.#blocks.get(key);
    if (block === undefined) return;
    this.#blocks.delete(key);
    this.#bytes -= bytesOf(block);
    // Packets leave the reader as copies.
    letGo(block.frames);
  }

  clear(): void {
    this.#blocks.clear();
    this.#bytes = 0;
  }
}
