// Write and read together: what goes in comes out, by every way of reading, and zstd itself agrees.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import type { SegmentClass } from "@sipglass/model";
import { createLogWriter, exportStream, openLogReader } from "./mod.ts";
import { archiveFor, collect, entry, FIRST_HOUR_US, frameOf, segmentPaths, START_US, testWriter } from "./fixtures.ts";

const hasZstd = spawnSync("zstd", ["--version"]).status === 0;

describe("archive", () => {
  it("a file of 1,000 blocks is read back whole, in order and by reference", async (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    const frames: Buffer[] = [];
    for (let i = 0; i < 3000; i++) {
      frames.push(frameOf(i));
      assert.equal(writer.append(entry({ frame: frames[i]!, receivedUs: START_US + i * 1000 })), i);
      if (i % 3 === 2) writer.flush();
    }
    const reader = openLogReader({ directory });
    const id = writer.writerId("call");
    const replayed = await collect(reader.replay(id, 0));
    assert.deepEqual(replayed.map((packet) => packet.sequence), frames.map((_, i) => i));
    assert.ok(replayed.every((packet, i) => Buffer.compare(packet.frame, frames[i]!) === 0));
    assert.equal(replayed[2999]!.receivedUs, START_US + 2999 * 1000);

    const sequences = [2999, 0, 1, 1500, 7, 2998];
    const read = await reader.read([{ writer: id, sequences }]);
    assert.deepEqual(read.map((packet) => packet.sequence), sequences);
    assert.ok(read.every((packet) => Buffer.compare(packet.frame, frames[packet.sequence]!) === 0));
    assert.deepEqual(await reader.writers(), [{ writer: id, first: 0, last: 2999 }]);
    assert.deepEqual(reader.damage, []);
    writer.close();
  });
});
