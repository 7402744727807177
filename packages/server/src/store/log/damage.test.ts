// Bytes that are not as they were written: nothing throws, no wrong packet comes back, and no more is lost than was hit.
import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { describe, it } from "node:test";
import { crc32 } from "node:zlib";
import { archiveFor, blockOffsets, collect, entry, frameOf, numbers, readBack, segmentPaths, testWriter, WRITER, writeBlocks } from "./archive.fixture.ts";
import { BlockBuilder, compressionOptions } from "./block-builder.ts";
import { openLogReader, recoverSegments } from "./mod.ts";
import { openSegment } from "./open-segment.ts";
import { segmentFiles } from "./segment-files.ts";

describe("damaged segments", () => {
  it("a cut at every byte of the last block loses that block only; recovery cuts there, and the next boot goes on", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 4, 2, 80);
    const path = segmentPaths(directory)[0]!;
    const whole = readFileSync(path);
    const last = blockOffsets(whole)[3]!;
    for (let cut = last; cut < whole.length; cut++) {
      writeFileSync(path, whole.subarray(0, cut));
      const { sequences, reasons } = await readBack(directory, frames);
      assert.deepEqual(sequences, numbers(0, 6));
      assert.deepEqual(reasons, cut === last ? [] : ["torn_tail"]);
      const recovery = await recoverSegments(directory);
      assert.equal(recovery.cutBytes, cut - last);
      assert.equal(statSync(path).size, last);
      rmSync(`${path}.idx`);
    }
    const next = testWriter(directory, { boot: 2 });
    next.append(entry({ frame: frameOf(99) }));
    next.close();
    const reader = openLogReader({ directory });
    assert.equal((await collect(reader.scan({}))).length, 7);
    assert.deepEqual(reader.damage, []);
  });

  it("random bytes in place of a segment give nothing, and recovery removes it", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 1, 1);
    const path = segmentPaths(directory)[0]!;
    let state = 1;
    writeFileSync(path, Buffer.from(Array.from({ length: 100_000 }, () => (state = (state * 48271) % 2147483647) & 0xff)));
    assert.deepEqual(await readBack(directory, frames), { sequences: [], reasons: ["torn_tail"] });
    const recovery = await recoverSegments(directory);
    assert.deepEqual({ cut: recovery.cutBytes, recovered: recovery.recovered }, { cut: 100_000, recovered: 1 });
    assert.deepEqual(segmentPaths(directory), []);
  });

  it("a block cut short in the middle hides neither the one before nor those behind", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 6, 2);
    const path = segmentPaths(directory)[0]!;
    const whole = readFileSync(path);
    const offsets = blockOffsets(whole);
    const middle = offsets[2]!;
    for (const kept of [3, 40, 80, offsets[3]! - middle - 1]) {
      writeFileSync(path, Buffer.concat([whole.subarray(0, middle + kept), whole.subarray(offsets[3])]));
      const { sequences } = await readBack(directory, frames);
      assert.deepEqual(sequences, [...numbers(0, 4), ...numbers(6, 12)], `${kept} bytes of it remain`);
      writeFileSync(path, Buffer.concat([whole.subarray(0, middle + kept), whole.subarray(middle)]));
      assert.deepEqual((await readBack(directory, frames)).sequences, numbers(0, 12), `${kept} bytes of it, and it whole, as after a failed write that could not be cut off`);
    }
  });

  it("recovery after a loss of power drops trailing blocks whose data never reached the disk", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 6, 2);
    const path = segmentPaths(directory)[0]!;
    const whole = readFileSync(path);
    const offsets = blockOffsets(whole);
    for (const i of [4, 5]) whole.fill(0, offsets[i + 1]! - 20, offsets[i + 1]);
    writeFileSync(path, Buffer.concat([whole, Buffer.alloc(4096)]));
    const recovery = await recoverSegments(directory);
    assert.equal(statSync(path).size, offsets[4]);
    assert.deepEqual(recovery.damage.map(({ offset, reason }) => ({ offset, reason })), [{ offset: offsets[4], reason: "torn_tail" }]);
    assert.deepEqual(await readBack(directory, frames), { sequences: numbers(0, 8), reasons: [] });
  });

  it("recovery leaves closed segments alone, even damaged ones", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 3, 2);
    await recoverSegments(directory);
    const path = segmentPaths(directory)[0]!;
    const damaged = readFileSync(path);
    damaged[damaged.length - 3]! ^= 1;
    writeFileSync(path, damaged);
    const recovery = await recoverSegments(directory);
    assert.deepEqual({ segments: recovery.segments, recovered: recovery.recovered, cut: recovery.cutBytes }, { segments: 1, recovered: 0, cut: 0 });
    assert.ok(readFileSync(path).equals(damaged));
  });

  it("a block whose sequences were seen before is not read twice", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 3, 2);
    const path = segmentPaths(directory)[0]!;
    const whole = readFileSync(path);
    const offsets = blockOffsets(whole);
    appendFileSync(path, whole.subarray(offsets[1], offsets[2]));
    assert.deepEqual(await readBack(directory, frames), { sequences: numbers(0, 6), reasons: ["bad_order"] });
  });

  it("damage goes away from the list when a writer completes the block", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 3, 2);
    const path = segmentPaths(directory)[0]!;
    const whole = readFileSync(path);
    truncateSync(path, whole.length - 10);
    const reader = openLogReader({ directory });
    assert.equal((await reader.read([{ writer: WRITER, sequences: [4, 5] }])).length, 0);
    assert.deepEqual(reader.damage.map(({ reason }) => reason), ["torn_tail"]);
    appendFileSync(path, whole.subarray(whole.length - 10));
    const read = await reader.read([{ writer: WRITER, sequences: [4, 5] }]);
    assert.deepEqual(read.map(({ frame }) => Buffer.from(frame)), frames.slice(4));
    assert.deepEqual(reader.damage, []);
  });

  it("other people's files in the directory are passed over", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 1, 2);
    const path = segmentPaths(directory)[0]!;
    for (const name of ["14.call.c1-1-0.hep.zst.bak", "README", "99.call.c1-1-0.hep.zst", "14.strange.c1-1-0.hep.zst"]) copyFileSync(path, `${dirname(path)}/${name}`);
    mkdirSync(`${directory}/lost+found`);
    assert.deepEqual(await readBack(directory, frames), { sequences: [0, 1], reasons: [] });
    assert.equal((await recoverSegments(directory)).segments, 1);
  });
});

/** The block at the front of `segment` as a later version might write it: other content, the fixed frame the same. */
function newerBlock(segment: Buffer): Buffer {
  const [, end = 0] = blockOffsets(segment);
  const block = Buffer.from(segment.subarray(0, end));
  const crcAt = block.readUInt32LE(4) + 8 - 4;
  block[12] = 2;
  block.writeUInt32LE(crc32(block.subarray(0, crcAt)), crcAt);
  return block;
}

describe("segments of a newer version", () => {
  it("are named by read and replay, passed over by scan, left alone by recovery; others are read", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 3, 2);
    const path = segmentPaths(directory)[0]!;
    const whole = readFileSync(path);
    const offsets = blockOffsets(whole);
    const mixed = Buffer.concat([whole.subarray(0, offsets[2]), newerBlock(whole), whole.subarray(offsets[2])]);
    writeFileSync(path, mixed);
    const other = testWriter(directory, { boot: 2 });
    other.append(entry({ frame: frameOf(50) }));
    other.close();

    const recovery = await recoverSegments(directory);
    assert.deepEqual(recovery.refused.map(({ path: refused, error }) => [refused, error.code]), [[path, "newer_version"]]);
    assert.ok(readFileSync(path).equals(mixed));

    const reader = openLogReader({ directory });
    assert.equal((await reader.read([{ writer: WRITER, sequences: [0, 3] }])).length, 2, "what stands before it is readable");
    await assert.rejects(reader.read([{ writer: WRITER, sequences: [0, 4] }]), { code: "newer_version", details: { path, offset: offsets[2], version: 2 } });
    await assert.rejects(collect(reader.replay(WRITER, 0)), { code: "newer_version" });
    assert.equal((await reader.read([{ writer: "c1-2-0.call", sequences: [0] }])).length, 1);
    assert.equal((await collect(reader.scan({}))).length, 5);
    assert.deepEqual(reader.damage.map(({ reason }) => reason), ["newer_version"]);
  });

  it("a segment that is newer from its first block on is named too; packets that retention removed stay missing", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 1, 2);
    const path = segmentPaths(directory)[0]!;
    writeFileSync(path, newerBlock(readFileSync(path)));
    await assert.rejects(openLogReader({ directory }).read([{ writer: WRITER, sequences: [0] }]), { code: "newer_version" });

    const later = openSegment(segmentFiles, path.replace("14.call", "15.call"), 0)!;
    const builder = new BlockBuilder(1);
    builder.add(entry({ frame: frameOf(10) }));
    const data = builder.compress(compressionOptions(1));
    later.append(builder.encodeHeader(10, data, false), data);
    later.close();
    const reader = openLogReader({ directory });
    const read = (sequence: number) => reader.read([{ writer: WRITER, sequences: [sequence] }]);
    assert.equal((await read(10)).length, 1);
    assert.equal((await read(3)).length, 0);
    await assert.rejects(read(11), { code: "newer_version" });
  });

  it("a version byte that was flipped is damage, not a newer version", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 3, 2);
    const path = segmentPaths(directory)[0]!;
    const damaged = readFileSync(path);
    damaged[12] = 2;
    writeFileSync(path, damaged);
    assert.deepEqual(await readBack(directory, frames), { sequences: [2, 3, 4, 5], reasons: ["bad_header"] });
  });
});
