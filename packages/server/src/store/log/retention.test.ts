// Retention: whole hours go, by class and by size, never the one being written; references to them are missing and nothing more.
import assert from "node:assert/strict";
import { existsSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, it } from "node:test";
import { archiveFor, collect, entry, FIRST_HOUR_US, frameOf, segmentPaths, START_US, testWriter } from "./archive.fixture.ts";
import type { LogWriter } from "./log.ts";
import { archiveSizeBytes, openLogReader, removeSegmentsBefore, trimToBytes } from "./mod.ts";
import { HOUR_US } from "./segment-name.ts";

/** Calls and registrations, one block each in each of `hours` hours from 14:00 on; the last hour stays open. */
function writeHours(directory: string, hours: number): LogWriter {
  const writer = testWriter(directory);
  for (let hour = 0; hour < hours; hour++) {
    for (const name of ["call", "register"] as const) writer.append(entry({ class: name, frame: frameOf(hour), receivedUs: START_US + hour * HOUR_US }));
    writer.flush();
  }
  return writer;
}

const names = (directory: string): string[] => segmentPaths(directory).map((path) => basename(path).split(".").slice(0, 2).join("."));

describe("retention", () => {
  it("removes the hours of a class that ended before, and their references are missing", async (t) => {
    const directory = archiveFor(t);
    const writer = writeHours(directory, 4);
    const reader = openLogReader({ directory });
    const sequences = [0, 1, 2, 3];
    const refs = [{ writer: "c1-1-0.call", sequences }, { writer: "c1-1-0.register", sequences }];
    assert.equal((await reader.read(refs)).length, 8);
    const removal = await removeSegmentsBefore(directory, "call", FIRST_HOUR_US + 2 * HOUR_US + 1);
    assert.equal(removal.segments, 2);
    assert.ok(removal.bytes > 100);
    assert.deepEqual(names(directory), ["14.register", "15.register", "16.call", "16.register", "17.call", "17.register"]);
    const fresh = openLogReader({ directory });
    assert.deepEqual((await fresh.read(refs)).map(({ sequence }) => sequence), [2, 3, 0, 1, 2, 3]);
    assert.deepEqual((await fresh.writers()).find(({ writer: id }) => id === "c1-1-0.call"), { writer: "c1-1-0.call", first: 2, last: 3 });
    assert.equal((await collect(reader.replay("c1-1-0.call", 0))).length, 2, "also for a reader that knew the files");
    assert.deepEqual(reader.damage, []);
    writer.close();
  });

  it("never removes the segment that a writer has open", async (t) => {
    const directory = archiveFor(t);
    const writer = writeHours(directory, 2);
    await removeSegmentsBefore(directory, "call", START_US + 99 * HOUR_US);
    await trimToBytes(directory, 0);
    assert.deepEqual(names(directory), ["15.call", "15.register"]);
    writer.close();
    await trimToBytes(directory, 0);
    assert.deepEqual(names(directory), []);
    assert.equal(existsSync(join(directory, "2026-11-20")), false, "nor an empty directory is left");
  });

  it("trims the oldest hours of all classes until the rest fits", async (t) => {
    const directory = archiveFor(t);
    writeHours(directory, 4).close();
    const whole = await archiveSizeBytes(directory);
    const expected = [...segmentPaths(directory), ...segmentPaths(directory, ".idx")].reduce((sum, path) => sum + statSync(path).size, 0);
    assert.equal(whole, expected);
    const removal = await trimToBytes(directory, whole - 1);
    assert.equal(removal.segments, 1);
    assert.equal(await archiveSizeBytes(directory), whole - removal.bytes);
    assert.deepEqual(names(directory)[0], "14.register");
    assert.deepEqual(await trimToBytes(directory, whole), { segments: 0, bytes: 0 });
  });

  it("an archive that does not exist has no size and nothing to remove", async (t) => {
    const directory = archiveFor(t);
    assert.equal(await archiveSizeBytes(directory), 0);
    assert.deepEqual(await trimToBytes(directory, 0), { segments: 0, bytes: 0 });
  });
});
