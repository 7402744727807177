// The writer alone: sequences and positions, how blocks and hours are cut, and what a full disk does.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import { parseSidecar, fingerprintOf } from "./block-index.ts";
import { archiveFor, collect, entry, frameOf, segmentPaths, START_US, testWriter } from "./archive.fixture.ts";
import type { LogWriter } from "./log.ts";
import { openLogReader } from "./mod.ts";
import { segmentFiles, type SegmentFiles } from "./segment-files.ts";
import { HOUR_US } from "./segment-name.ts";

/** Sizes of the blocks of the only segment, by its sidecar. */
function blockCounts(directory: string): number[] {
  const path = segmentPaths(directory)[0]!;
  const segment = readFileSync(path);
  const index = parseSidecar(readFileSync(`${path}.idx`), { length: segment.length, fingerprint: fingerprintOf(segment) });
  assert.ok(index, "the sidecar fits");
  return Array.from({ length: index.length }, (_, i) => index.place(i).count);
}

const hours = (directory: string): string[] => segmentPaths(directory).map((path) => basename(path).slice(0, 2));

async function archived(directory: string): Promise<number[]> {
  return (await collect(openLogReader({ directory }).replay("c1-1-0.call", 0))).map(({ sequence }) => sequence);
}

describe("log writer", () => {
  it("numbers packets per class from 0 on", (t) => {
    const writer = testWriter(archiveFor(t));
    const given = (["call", "call", "register", "call", "log"] as const).map((name) => writer.append(entry({ class: name })));
    assert.deepEqual(given, [0, 1, 0, 2, 0]);
    writer.close();
  });

  it("positions tell what is appended, written and synced", (t) => {
    const writer = testWriter(archiveFor(t));
    const call = () => writer.positions().call;
    writer.append(entry());
    writer.append(entry());
    assert.deepEqual(call(), { appended: 2, written: 0, synced: 0 });
    writer.flush();
    assert.deepEqual(call(), { appended: 2, written: 2, synced: 0 });
    writer.append(entry());
    writer.sync();
    assert.deepEqual(call(), { appended: 3, written: 2, synced: 2 });
    assert.deepEqual(writer.positions().media, { appended: 0, written: 0, synced: 0 });
    writer.close();
    assert.deepEqual(call(), { appended: 3, written: 3, synced: 3 });
  });

  it("blocks are cut by packets, by bytes and by flushes", (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory, { maxBlockPackets: 4, maxBlockBytes: 1000 });
    for (let i = 0; i < 6; i++) writer.append(entry({ frame: frameOf(i, 100) }));
    writer.flush();
    writer.flush();
    for (let i = 0; i < 3; i++) writer.append(entry({ frame: frameOf(i, 450) }));
    writer.append(entry({ frame: frameOf(9, 5000) }));
    writer.close();
    assert.deepEqual(blockCounts(directory), [4, 2, 2, 1, 1]);
  });

  it("an empty flush leaves no file", (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    writer.flush();
    writer.sync();
    writer.close();
    assert.deepEqual(segmentPaths(directory), []);
  });

  it("the full hour closes a segment; packets a little late around it stay in the new one", (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    for (const minutes of [0, 29, 31, 29, 32, 29]) writer.append(entry({ receivedUs: START_US + minutes * 60_000_000 }));
    assert.deepEqual(hours(directory), ["14"]);
    writer.flush();
    assert.deepEqual(hours(directory), ["14", "15"]);
    assert.equal(segmentPaths(directory, ".idx").length, 1, "the first is closed at once");
    writer.close();
    assert.deepEqual(blockCounts(directory), [2]);
  });

  it("a clock that was set back does not file packets in the future for ever, nor opens a closed hour again", async (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    for (const hour of [30, 0, 30, 0, 1]) {
      writer.append(entry({ receivedUs: START_US + hour * HOUR_US }));
      writer.flush();
    }
    writer.close();
    assert.deepEqual(hours(directory), ["14", "15", "20"]);
    assert.deepEqual(await archived(directory), [0, 1, 2, 3, 4]);
  });

  it("an hour that is over is closed without waiting for the next packet, and a late packet goes to the present hour", async (t) => {
    const directory = archiveFor(t);
    let now = START_US;
    const writer = testWriter(directory, { now: () => now });
    writer.append(entry());
    writer.flush();
    now += HOUR_US;
    writer.flush();
    assert.equal(segmentPaths(directory, ".idx").length, 1);
    writer.append(entry());
    writer.close();
    assert.deepEqual(hours(directory), ["14", "15"]);
    assert.deepEqual(await archived(directory), [0, 1]);
  });

  it("a boot and shard that wrote before is refused", (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    writer.append(entry());
    writer.close();
    assert.throws(() => testWriter(directory), { code: "conflict" });
    for (const free of [{ boot: 2 }, { shard: 1 }, { collector: "c2" }]) testWriter(directory, free).close();
  });

  it("a name that would not be a file name is refused", (t) => {
    for (const collector of ["", "../x", "a:b", "a|b", ".a"]) assert.throws(() => testWriter(archiveFor(t), { collector }), { code: "bad_config" });
    assert.throws(() => testWriter(archiveFor(t), { boot: -1 }), { code: "bad_config" });
  });

  it("directories that gained an entry are synced once", (t) => {
    const directory = archiveFor(t);
    const synced: string[] = [];
    const files: SegmentFiles = { ...segmentFiles, syncDirectory: (path) => void synced.push(path) };
    const writer = testWriter(directory, { files });
    for (let i = 0; i < 3; i++) {
      writer.append(entry());
      writer.flush();
      writer.sync();
    }
    writer.close();
    assert.deepEqual(synced.sort(), [join(directory, ".."), directory, join(directory, "2026-11-20")]);
  });
});

/** A disk of so many bytes for blocks; the last write is taken in part, as the system does. */
function smallDisk(): { files: SegmentFiles; setFree(bytes: number): void } {
  let free = Number.POSITIVE_INFINITY;
  return {
    setFree: (bytes) => void (free = bytes),
    files: {
      ...segmentFiles,
      append(file, parts) {
        const whole = Buffer.concat(parts);
        if (free <= 0) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        const taken = segmentFiles.append(file, [whole.subarray(0, Math.min(whole.length, free))]);
        free -= taken;
        return taken;
      },
    },
  };
}

function fill(writer: LogWriter, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    writer.append(entry({ frame: frameOf(i) }));
    writer.flush();
  }
}

describe("log writer on a full disk", () => {
  it("cuts a half-written block off, keeps it, and writes it when there is room again", async (t) => {
    const directory = archiveFor(t);
    const disk = smallDisk();
    const writer = testWriter(directory, { files: disk.files });
    fill(writer, 0, 3);
    const whole = statSync(segmentPaths(directory)[0]!).size;
    disk.setFree(20);
    fill(writer, 3, 5);
    assert.equal(statSync(segmentPaths(directory)[0]!).size, whole);
    assert.equal(writer.state, "disk_full");
    assert.match(writer.failure, /no space left/);
    assert.deepEqual(writer.positions().call, { appended: 5, written: 3, synced: 0 });
    disk.setFree(Number.POSITIVE_INFINITY);
    fill(writer, 5, 6);
    assert.equal(writer.state, "ok");
    assert.equal(writer.failure, "");
    assert.deepEqual(writer.lost, { packets: 0, bytes: 0 });
    writer.close();
    assert.deepEqual(await archived(directory), [0, 1, 2, 3, 4, 5]);
  });

  it("gives up the oldest when too much waits, counts it, and later packets keep their sequences", async (t) => {
    const directory = archiveFor(t);
    const disk = smallDisk();
    const writer = testWriter(directory, { files: disk.files, maxWaitingBytes: 2000 });
    fill(writer, 0, 2);
    disk.setFree(0);
    fill(writer, 2, 40);
    const { lost } = writer;
    assert.ok(lost.packets > 10 && lost.packets < 38, `${lost.packets} lost`);
    assert.equal(writer.positions().call.written, 2 + lost.packets);
    disk.setFree(Number.POSITIVE_INFINITY);
    writer.flush();
    assert.equal(writer.state, "ok");
    writer.close();
    const kept = Array.from({ length: 40 }, (_, i) => i).filter((i) => i < 2 || i >= 2 + lost.packets);
    assert.deepEqual(await archived(directory), kept);
    const bytes = Array.from({ length: lost.packets }, (_, i) => frameOf(2 + i).length).reduce((sum, length) => sum + length);
    assert.equal(lost.bytes, bytes);
  });

  it("a half-written block that cannot be cut off costs nothing but its bytes", async (t) => {
    const directory = archiveFor(t);
    const disk = smallDisk();
    const files: SegmentFiles = {
      ...disk.files,
      truncate() {
        throw new Error("EIO: i/o error, ftruncate");
      },
    };
    const writer = testWriter(directory, { files });
    fill(writer, 0, 3);
    for (const free of [20, 90]) {
      disk.setFree(free);
      fill(writer, 3, 4);
    }
    disk.setFree(Number.POSITIVE_INFINITY);
    fill(writer, 4, 6);
    writer.close();
    assert.deepEqual(await archived(directory), [0, 1, 2, 3, 4, 5, 6]);
    assert.equal(writer.lost.packets, 0);
  });

  it("calls are given up last", (t) => {
    const disk = smallDisk();
    const writer = testWriter(archiveFor(t), { files: disk.files, maxWaitingBytes: 1500 });
    disk.setFree(0);
    fill(writer, 0, 3);
    for (let i = 0; i < 20; i++) {
      writer.append(entry({ class: "other", frame: frameOf(i) }));
      writer.flush();
    }
    assert.equal(writer.positions().call.written, 0);
    assert.ok(writer.positions().other.written > 5);
    writer.close();
    assert.equal(writer.lost.packets, 23, "at close, what still waits is counted");
  });

  it("a directory that cannot be made is the same as a full disk", (t) => {
    const directory = archiveFor(t);
    const writer = testWriter(directory);
    const obstacle = join(directory, "2026-11-20");
    writeFileSync(obstacle, "a file where a directory should be");
    fill(writer, 0, 1);
    assert.equal(writer.state, "disk_full");
    rmSync(obstacle);
    writer.flush();
    assert.equal(writer.state, "ok");
    writer.close();
  });

  it("a sync that fails does not move the synced position", (t) => {
    let broken = true;
    const files: SegmentFiles = {
      ...segmentFiles,
      sync(file) {
        if (broken) throw new Error("EIO: i/o error, fdatasync");
        segmentFiles.sync(file);
      },
    };
    const writer = testWriter(archiveFor(t), { files });
    fill(writer, 0, 1);
    writer.sync();
    assert.equal(writer.positions().call.synced, 0);
    assert.match(writer.failure, /EIO/);
    broken = false;
    writer.sync();
    assert.equal(writer.positions().call.synced, 1);
    assert.equal(writer.failure, "");
    writer.close();
  });

  it("a real small disk fills and empties", async (t) => {
    const directory = archiveFor(t);
    mkdirSync(directory, { recursive: true });
    if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", directory]).status !== 0) return t.skip("mounting is not permitted here");
    try {
      const ballast = join(directory, "ballast");
      writeFileSync(ballast, Buffer.alloc(48 * 1024));
      const writer = testWriter(directory);
      let sent = 0;
      for (; writer.state === "ok" && sent < 1000; sent++) fill(writer, sent, sent + 1);
      assert.equal(writer.state, "disk_full");
      assert.match(writer.failure, /ENOSPC|no space left/);
      fill(writer, sent, sent + 5);
      rmSync(ballast);
      writer.flush();
      assert.equal(writer.state, "ok");
      writer.close();
      assert.deepEqual(await archived(directory), Array.from({ length: sent + 5 }, (_, i) => i));
    } finally {
      spawnSync("umount", [directory]);
    }
  });
});
