// Sealing: smaller files, the same packets under the same references, and readers that notice nothing.
import assert from "node:assert/strict";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { describe, it } from "node:test";
import { archiveFor, collect, entry, frameOf, segmentPaths, START_US, testWriter, writeBlocks } from "./archive.fixture.ts";
import { openLogReader, recoverSegments, sealClosedHours, sealSegment } from "./mod.ts";
import { segmentFiles } from "./segment-files.ts";
import { HOUR_US } from "./segment-name.ts";

const WRITER = "c1-1-0.call";

/** Blocks of three packets whose columns differ. */
function writeVaried(directory: string, packets: number): void {
  const writer = testWriter(directory);
  for (let i = 0; i < packets; i++) {
    writer.append(entry({
      frame: frameOf(i), receivedUs: START_US + i * 10, eventUs: i % 2 === 0 ? START_US : START_US - i, peer: `192.0.2.${i % 200}:5060/udp`, quarantined: i % 7 === 0,
    }));
    if (i % 3 === 0) writer.flush();
  }
  writer.close();
}

describe("sealing", () => {
  it("keeps every packet, every column and every reference, in fewer bytes", async (t) => {
    const directory = archiveFor(t);
    writeVaried(directory, 1000);
    const path = segmentPaths(directory)[0]!;
    const before = await collect(openLogReader({ directory }).replay(WRITER, 0));
    const sealing = await sealSegment(path, { maxBlockPackets: 300 });
    assert.equal(sealing.outcome, "sealed");
    assert.equal(sealing.packets, 1000);
    assert.equal(sealing.bytesAfter, statSync(path).size);
    assert.ok(sealing.bytesAfter < sealing.bytesBefore / 2, `${sealing.bytesBefore} → ${sealing.bytesAfter}`);
    const reader = openLogReader({ directory });
    assert.deepEqual(await collect(reader.replay(WRITER, 0)), before);
    assert.deepEqual((await reader.read([{ writer: WRITER, sequences: [0, 299, 300, 999] }])).map(({ sequence }) => sequence), [0, 299, 300, 999]);
    rmSync(`${path}.idx`);
    assert.deepEqual(await collect(openLogReader({ directory }).replay(WRITER, 0)), before, "also without the sidecar");
    assert.deepEqual(segmentPaths(directory, ".sealing"), []);
  });

  it("a reader that is in the middle of the file, and one with its index in memory, go on", async (t) => {
    const directory = archiveFor(t);
    writeVaried(directory, 600);
    const path = segmentPaths(directory)[0]!;
    const reader = openLogReader({ directory, cacheBlocks: 1 });
    const seen: number[] = [];
    for await (const { sequence } of reader.replay(WRITER, 0)) {
      if (sequence === 100) assert.equal((await sealSegment(path)).outcome, "sealed");
      seen.push(sequence);
    }
    assert.deepEqual(seen, Array.from({ length: 600 }, (_, i) => i));
    const read = await reader.read([{ writer: WRITER, sequences: [5, 599] }]);
    assert.deepEqual(read.map(({ frame }) => Buffer.from(frame)), [frameOf(5), frameOf(599)]);
    assert.deepEqual(reader.damage, []);
  });

  it("a reader takes the new index also when the new file is the larger one", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 2, 50);
    const reader = openLogReader({ directory, cacheBlocks: 0 });
    const read = async () => (await reader.read([{ writer: WRITER, sequences: [0, 77] }])).map(({ frame }) => Buffer.from(frame));
    assert.deepEqual(await read(), [frameOf(0), frameOf(77)]);
    const sealing = await sealSegment(segmentPaths(directory)[0]!, { maxBlockPackets: 1 });
    assert.ok(sealing.bytesAfter > sealing.bytesBefore);
    assert.deepEqual(await read(), [frameOf(0), frameOf(77)]);
    assert.deepEqual(reader.damage, []);
  });

  it("a sidecar that a crash left from before sealing is not believed", async (t) => {
    const directory = archiveFor(t);
    writeVaried(directory, 300);
    const path = segmentPaths(directory)[0]!;
    const stale = readFileSync(`${path}.idx`);
    await sealSegment(path);
    writeFileSync(`${path}.idx`, stale);
    const reader = openLogReader({ directory });
    assert.equal((await collect(reader.replay(WRITER, 0))).length, 300);
    assert.deepEqual(reader.damage, []);
    assert.equal((await recoverSegments(directory)).recovered, 1);
    assert.deepEqual(await sealClosedHours(directory, { olderThanUs: Number.MAX_SAFE_INTEGER }), [], "recovery saw that it is sealed");
  });

  it("packets given up on a full disk stay a gap", async (t) => {
    const directory = archiveFor(t);
    let full = false;
    const files = { ...segmentFiles, append: (file: number, parts: readonly Buffer[]) => (full ? 0 : segmentFiles.append(file, parts)) };
    const writer = testWriter(directory, { files, maxWaitingBytes: 0 });
    for (let i = 0; i < 30; i++) {
      full = i >= 10 && i < 20;
      writer.append(entry({ frame: frameOf(i) }));
      writer.flush();
    }
    writer.close();
    await sealSegment(segmentPaths(directory)[0]!);
    const reader = openLogReader({ directory });
    const expected = Array.from({ length: 30 }, (_, i) => i).filter((i) => i < 10 || i >= 20);
    assert.deepEqual((await reader.read([{ writer: WRITER, sequences: Array.from({ length: 30 }, (_, i) => i) }])).map(({ sequence }) => sequence), expected);
    assert.deepEqual((await collect(reader.replay(WRITER, 15))).map(({ sequence }) => sequence), expected.slice(10));
  });

  it("closed hours are sealed once; the open one and the young ones are not", async (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    for (let i = 0; i < 40; i++) {
      writer.append(entry({ frame: frameOf(i), receivedUs: START_US + Math.floor(i / 10) * HOUR_US }));
      writer.flush();
    }
    const sealed = async (olderThanUs: number) => (await sealClosedHours(directory, { olderThanUs, dutyCycle: 0.5 })).map(({ path }) => basename(path).slice(0, 2));
    assert.deepEqual(await sealed(START_US + 2 * HOUR_US), ["14", "15"]);
    assert.deepEqual(await sealed(START_US + 90 * HOUR_US), ["16"]);
    assert.deepEqual(await sealed(START_US + 90 * HOUR_US), []);
    writer.append(entry({ frame: frameOf(40), receivedUs: START_US + 3 * HOUR_US }));
    writer.close();
    assert.equal((await collect(openLogReader({ directory }).replay(WRITER, 0))).length, 41);
  });

  it("a damaged segment is left as it is, and not tried again", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 3, 2);
    await recoverSegments(directory);
    const path = segmentPaths(directory)[0]!;
    const damaged = readFileSync(path);
    damaged[damaged.length - 1]! ^= 1;
    writeFileSync(path, damaged);
    const seal = () => sealClosedHours(directory, { olderThanUs: Number.MAX_SAFE_INTEGER });
    assert.deepEqual((await seal()).map(({ outcome }) => outcome), ["damaged"]);
    assert.ok(readFileSync(path).equals(damaged));
    assert.deepEqual(await seal(), []);
    assert.deepEqual(segmentPaths(directory, ".sealing"), []);
  });

  it("what an interrupted seal left behind goes at the next start", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 1, 1);
    const path = segmentPaths(directory)[0]!;
    writeFileSync(`${path}.sealing`, "half");
    await recoverSegments(directory);
    assert.deepEqual(segmentPaths(directory, ".sealing"), []);
  });
});
