// One bit flipped, at every byte of a segment and of a sidecar in turn.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { archiveFor, blockOffsets, numbers, readBack, segmentPaths, writeBlocks } from "./archive.fixture.ts";
import { recoverSegments } from "./mod.ts";

describe("flipped bits", () => {
  it("one flipped bit anywhere never gives a wrong packet and costs at most its block", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 3, 1, 40);
    const path = segmentPaths(directory)[0]!;
    const whole = readFileSync(path);
    const offsets = blockOffsets(whole);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1 << (at % 8);
      writeFileSync(path, damaged);
      const block = offsets.findLastIndex((offset) => offset <= at);
      const { sequences, reasons } = await readBack(directory, frames);
      assert.deepEqual(sequences, numbers(0, 3).filter((sequence) => sequence !== block), `byte ${at}`);
      assert.equal(reasons.length, 1);
    }
  });

  it("a flipped bit in a sidecar is noticed, and the segment walked instead", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 1, 2);
    await recoverSegments(directory);
    const sidecar = `${segmentPaths(directory)[0]!}.idx`;
    const whole = readFileSync(sidecar);
    for (let at = 0; at < whole.length; at++) {
      const damaged = Buffer.from(whole);
      damaged[at]! ^= 1 << (at % 8);
      writeFileSync(sidecar, damaged);
      assert.deepEqual(await readBack(directory, frames), { sequences: numbers(0, 2), reasons: [] });
    }
  });
});
