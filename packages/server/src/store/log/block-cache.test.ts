// The cache of blocks keeps its bounds, and what was used last.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Block } from "./block.ts";
import { BlockCache } from "./block-cache.ts";

function blockAt(firstSequence: number, bytes = 100): Block {
  const one = { receivedUs: new Float64Array(1), eventUs: new Float64Array(1), lengths: new Uint32Array(1), peers: [], peerIndex: new Uint16Array(1), quarantined: new Uint8Array(1) };
  return { ...one, count: 1, firstSequence, starts: new Uint32Array(2), frames: Buffer.alloc(bytes) };
}

const place = (firstSequence: number) => ({
  firstSequence, count: 1, offset: 0, headerLength: 0, dataLength: 0, uncompressedLength: 0, firstReceivedUs: 0, minEventUs: 0, maxEventUs: 0,
});

describe("block cache", () => {
  const kept = (cache: BlockCache, sequences: number[]): number[] => sequences.filter((sequence) => cache.get("w", place(sequence)));

  it("drops the block used longest ago beyond its number", () => {
    const cache = new BlockCache(2, 1e6);
    cache.set("w", blockAt(0));
    cache.set("w", blockAt(1));
    cache.get("w", place(0));
    cache.set("w", blockAt(2));
    assert.deepEqual(kept(cache, [0, 1, 2]), [0, 2]);
  });

  it("drops blocks beyond its bytes, and never takes one that is larger than all of it", () => {
    const cache = new BlockCache(100, 500);
    for (let i = 0; i < 10; i++) cache.set("w", blockAt(i));
    cache.set("w", blockAt(99, 501));
    assert.deepEqual(kept(cache, [0, 5, 6, 7, 8, 9, 99]), [7, 8, 9]);
  });

  it("gives back the memory of what it drops at once, unless others share it", () => {
    const cache = new BlockCache(1, 1e6);
    const [large, small] = [blockAt(0, 100_000), { ...blockAt(1), frames: Buffer.from("of the pool") }];
    for (const block of [large, small, blockAt(2)]) cache.set("w", block);
    assert.deepEqual([large.frames.length, small.frames.toString()], [0, "of the pool"]);
  });

  it("tells writers and sizes of blocks apart", () => {
    const cache = new BlockCache(10, 1e6);
    cache.set("w", blockAt(0));
    assert.equal(cache.get("v", place(0)), undefined);
    assert.equal(cache.get("w", { ...place(0), count: 2 }), undefined);
  });
});
