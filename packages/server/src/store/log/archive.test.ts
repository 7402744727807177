// Write and read together: what goes in comes out, by every way of reading, and zstd itself agrees.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readlinkSync, statSync, utimesSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import { archiveFor, collect, entry, FIRST_HOUR_US, frameOf, segmentPaths, START_US, testWriter, writeBlocks } from "./archive.fixture.ts";
import { exportStream, openLogReader, sealSegment } from "./mod.ts";
import { HOUR_US } from "./segment-name.ts";

function openFiles(): string[] {
  return readdirSync("/proc/self/fd").flatMap((file) => {
    try {
      return [readlinkSync(`/proc/self/fd/${file}`)];
    } catch {
      return []; // The listing itself had this one open.
    }
  });
}

const zstdMissing = spawnSync("zstd", ["--version"]).status === 0 ? false : "the zstd program is not installed";

describe("archive", () => {
  it("a file of 1,000 blocks is read back whole, in order and by reference", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 1000, 3);
    const reader = openLogReader({ directory });
    const replayed = await collect(reader.replay("c1-1-0.call", 0));
    assert.deepEqual(replayed.map((packet) => packet.sequence), frames.map((_, i) => i));
    assert.ok(replayed.every((packet, i) => Buffer.compare(packet.frame, frames[i]!) === 0));
    assert.equal(replayed[2999]!.receivedUs, START_US + 2999 * 1000);

    const sequences = [2999, 0, 1, 1500, 7, 2998];
    const read = await reader.read([{ writer: "c1-1-0.call", sequences }]);
    assert.deepEqual(read.map((packet) => packet.sequence), sequences);
    assert.ok(read.every((packet) => Buffer.compare(packet.frame, frames[packet.sequence]!) === 0));
    assert.deepEqual(await reader.writers(), [{ writer: "c1-1-0.call", first: 0, last: 2999 }]);
    assert.deepEqual(reader.damage, []);
  });

  it("zstd -dc gives exactly the packets, before and after sealing", { skip: zstdMissing }, async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 50, 7);
    const path = segmentPaths(directory)[0]!;
    const unpack = (): Buffer => {
      const { status, stdout } = spawnSync("zstd", ["-dc", path], { maxBuffer: 1e9 });
      assert.equal(status, 0);
      return stdout;
    };
    assert.ok(unpack().equals(Buffer.concat(frames)));
    assert.equal((await sealSegment(path)).outcome, "sealed");
    assert.ok(unpack().equals(Buffer.concat(frames)));
  });

  it("every column of a packet survives", async (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    const entries = Array.from({ length: 40 }, (_, i) => entry({
      frame: frameOf(i), receivedUs: START_US + ((i * 7919) % 100), eventUs: i % 3 === 0 ? 0 : START_US - i * 86_400_000_000,
      peer: i % 4 === 0 ? "[2001:db8::1]:5060/tcp" : `192.0.2.${i}:9/udp`, quarantined: i % 5 === 0,
    }));
    for (const one of entries) writer.append(one);
    writer.flush();
    const read = await collect(openLogReader({ directory }).replay("c1-1-0.call", 0));
    assert.deepEqual(
      read.map((packet) => ({ ...packet, frame: Buffer.from(packet.frame) })),
      entries.map(({ receivedUs, eventUs, peer, quarantined, frame }, sequence) => ({ writer: "c1-1-0.call", sequence, receivedUs, eventUs, peer, quarantined, frame })),
    );
    writer.close();
  });

  it("times that no clock shows are stored as the nearest the format holds", async (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    for (const eventUs of [-5, Number.NaN, 2 ** 53, 4_294_967_295_999_999, 12.7]) writer.append(entry({ eventUs }));
    writer.flush();
    const read = await collect(openLogReader({ directory }).replay("c1-1-0.call", 0));
    assert.deepEqual(read.map((packet) => packet.eventUs), [0, 0, 2 ** 52 - 1, 4_294_967_295_999_999, 12]);
    writer.close();
  });

  it("a reader follows a file that another handle appends to, and new files", async (t) => {
    const directory = archiveFor(t);
    const reader = openLogReader({ directory });
    const refs = (sequence: number) => reader.read([{ writer: "c1-1-0.call", sequences: [sequence] }]);
    assert.deepEqual(await refs(0), []);
    const writer = testWriter(directory);
    for (let i = 0; i < 30; i++) {
      writer.append(entry({ frame: frameOf(i), receivedUs: START_US + i * (HOUR_US / 10) }));
      assert.deepEqual(await refs(i), [], "not flushed yet");
      writer.flush();
      assert.deepEqual(Buffer.from((await refs(i))[0]!.frame), frameOf(i));
      assert.equal((await refs(0)).length, 1);
    }
    assert.equal(segmentPaths(directory).length, 4);
    assert.deepEqual(await reader.writers(), [{ writer: "c1-1-0.call", first: 0, last: 29 }]);
    assert.equal((await collect(reader.replay("c1-1-0.call", 17))).length, 13);
    assert.deepEqual(reader.damage, []);
    writer.close();
  });

  it("a new file is found even when the directory's time stamp is too coarse to show it", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 1, 1);
    const date = join(directory, "2026-11-20");
    const { atime, mtime } = statSync(date);
    utimesSync(date, atime, mtime);
    const reader = openLogReader({ directory });
    assert.equal((await reader.writers()).length, 1);
    const other = testWriter(directory, { boot: 2 });
    other.append(entry());
    other.close();
    utimesSync(date, atime, mtime);
    assert.equal((await reader.writers()).length, 2);
  });

  it("boots and shards are kept apart, also when the number of shards changes", async (t) => {
    const directory = archiveFor(t);
    const runs = [{ boot: 1, shard: 0 }, { boot: 1, shard: 1 }, { boot: 1, shard: 2 }, { boot: 2, shard: 0 }];
    const writers = runs.map((run) => testWriter(directory, run));
    for (let i = 0; i < 12; i++) writers[i % 4]!.append(entry({ frame: frameOf(i), receivedUs: START_US + i }));
    for (const writer of writers) writer.close();
    const reader = openLogReader({ directory });
    assert.deepEqual((await reader.writers()).map(({ writer }) => writer).sort(), ["c1-1-0.call", "c1-1-1.call", "c1-1-2.call", "c1-2-0.call"]);
    const read = await reader.read([{ writer: "c1-2-0.call", sequences: [0, 2] }, { writer: "c1-1-1.call", sequences: [1] }, { writer: "c1-3-0.call", sequences: [0] }]);
    assert.deepEqual(read.map(({ frame }) => Buffer.from(frame)), [frameOf(3), frameOf(11), frameOf(5)]);
    const scanned = await collect(reader.scan({}));
    assert.deepEqual(scanned.map(({ frame }) => Buffer.from(frame)), Array.from({ length: 12 }, (_, i) => frameOf(i)), "merged by receive time");
  });

  it("scan takes event times from the first instant up to but without the last, of the classes asked for", async (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    for (let i = 0; i < 100; i++) {
      writer.append(entry({ class: i % 2 === 0 ? "call" : "register", frame: frameOf(i), receivedUs: START_US + i, eventUs: START_US + i * 1_000_000 }));
      if (i % 10 === 9) writer.flush();
    }
    writer.close();
    const reader = openLogReader({ directory });
    const from = { fromUs: START_US + 23_000_000, toUs: START_US + 37_000_000 };
    const seconds = async (options: Parameters<typeof reader.scan>[0]) => (await collect(reader.scan(options))).map(({ eventUs }) => (eventUs - START_US) / 1e6);
    assert.deepEqual(await seconds(from), Array.from({ length: 14 }, (_, i) => 23 + i));
    assert.deepEqual(await seconds({ ...from, classes: ["register"] }), [23, 25, 27, 29, 31, 33, 35]);
    assert.deepEqual(await seconds({ classes: ["media"] }), []);
    const exported = Buffer.concat(await collect(exportStream(reader, from)));
    assert.ok(exported.equals(Buffer.concat(Array.from({ length: 14 }, (_, i) => frameOf(23 + i)))));
  });

  it("a scan passes over hours that had ended when it is to begin, and over no later one", async (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    const hourUs = 3_600_000_000;
    const firstUs = Math.floor(START_US / hourUs) * hourUs;
    for (let hour = 0; hour < 4; hour++) writer.append(entry({ frame: frameOf(hour), receivedUs: firstUs + hour * hourUs, eventUs: START_US }));
    writer.close();
    const reader = openLogReader({ directory });
    const left = async (receivedFromUs: number): Promise<number> => (await collect(reader.scan({ receivedFromUs }))).length;
    assert.deepEqual(await Promise.all([0, firstUs + hourUs - 1, firstUs + hourUs, firstUs + 2 * hourUs + 5, firstUs + 9 * hourUs].map(left)), [4, 4, 3, 2, 0]);
  });

  it("a scan that is left early closes its files", { skip: existsSync("/proc/self/fd") ? false : "there is no /proc here" }, async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 20, 5);
    const ours = () => openFiles().filter((path) => path.startsWith(directory)).length;
    const before = ours();
    const during: number[] = [];
    for await (const packet of openLogReader({ directory }).scan({})) {
      during.push(ours());
      if (packet.sequence === 7) break;
    }
    assert.equal(during[0], before + 1);
    assert.equal(ours(), before);
  });

  it("small caches change nothing but time", async (t) => {
    const directory = archiveFor(t);
    const frames = writeBlocks(directory, 40, 5);
    const reader = openLogReader({ directory, cacheBlocks: 1, cacheBytes: 3000, indexBytes: 1 });
    for (const sequences of [[199, 0, 100], [3, 3, 4, 5], [0, 199]]) {
      const read = await reader.read([{ writer: "c1-1-0.call", sequences }]);
      assert.deepEqual(read.map(({ frame }) => Buffer.from(frame)), sequences.map((sequence) => frames[sequence]));
    }
  });

  it("what the caller does to a frame does not reach the next reader", async (t) => {
    const directory = archiveFor(t);
    writeBlocks(directory, 1, 2);
    const reader = openLogReader({ directory });
    const once = async () => (await reader.read([{ writer: "c1-1-0.call", sequences: [1] }]))[0]!.frame;
    (await once()).fill(0);
    assert.deepEqual(Buffer.from(await once()), frameOf(1));
  });

  it("names of segments tell hour, class and writer", (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory, { collector: "edge-1.example", boot: 12, shard: 3 });
    writer.append(entry({ class: "media", receivedUs: FIRST_HOUR_US + 9 * HOUR_US }));
    writer.append(entry({ class: "media", receivedUs: FIRST_HOUR_US + 10 * HOUR_US }));
    writer.close();
    assert.deepEqual(segmentPaths(directory).map((path) => path.slice(directory.length)), [
      "/2026-11-20/23.media.edge-1.example-12-3.hep.zst",
      "/2026-11-21/00.media.edge-1.example-12-3.hep.zst",
    ]);
    assert.equal(writer.writerId("media"), "edge-1.example-12-3.media");
    assert.deepEqual(segmentPaths(directory, ".idx").map((path) => basename(path).slice(0, 8)), ["23.media", "00.media"]);
  });
});
