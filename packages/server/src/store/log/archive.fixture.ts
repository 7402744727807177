// What the tests of this room share: a directory that goes away, packets that differ, a writer with a clock that stands still.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readHeader } from "./block-header.ts";
import type { ArchivedPacket, DamageReason, LogEntry, LogWriter } from "./log.ts";
import { openLogReader } from "./reader.ts";
import { createLogWriter, type LogWriterOptions } from "./writer.ts";

/** 2026-11-20T14:30:00Z. */
export const START_US = Date.UTC(2026, 10, 20, 14, 30) * 1000;
export const FIRST_HOUR_US = Date.UTC(2026, 10, 20, 14) * 1000;

export interface Cleanup {
  after(act: () => void): void;
}

export function archiveFor(t: Cleanup): string {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-archive-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  return join(directory, "archive");
}

/** Looks like HEP 3 from outside; the archive does not look inside. */
export function frameOf(i: number, length = 60 + ((i * 37) % 400)): Buffer {
  const frame = Buffer.alloc(length, `INVITE sip:${i}@example.org SIP/2.0\r\nCall-ID: ${(i * 2654435761) % 4294967296}\r\n`);
  frame.write("HEP3", 0, "latin1");
  frame.writeUInt16BE(length, 4);
  return frame;
}

export function entry(values: Partial<LogEntry> = {}): LogEntry {
  const receivedUs = values.receivedUs ?? START_US;
  return { class: "call", frame: frameOf(0), receivedUs, eventUs: receivedUs, peer: "192.0.2.1:5060/udp", quarantined: false, ...values };
}

export function testWriter(directory: string, options: Partial<LogWriterOptions> = {}): LogWriter {
  return createLogWriter({ directory, collector: "c1", boot: 1, shard: 0, now: () => START_US, ...options });
}

/** A writer that wrote `blocks` blocks of `packets` packets each, and is gone without closing: as after a crash. */
export function writeBlocks(directory: string, blocks: number, packets: number, frameBytes?: number): Buffer[] {
  const writer = testWriter(directory);
  const frames: Buffer[] = [];
  for (let i = 0; i < blocks * packets; i++) {
    frames.push(frameOf(i, frameBytes));
    writer.append(entry({ frame: frames[i]!, receivedUs: START_US + i * 1000 }));
    if (i % packets === packets - 1) writer.flush();
  }
  return frames;
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** Segments (or files of another suffix) of an archive, by name. */
export function segmentPaths(directory: string, suffix = ".hep.zst"): string[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(suffix) && statSync(join(directory, name)).isFile())
    .sort()
    .map((name) => join(directory, name));
}

/** The writer of `testWriter` for calls. */
export const WRITER = "c1-1-0.call";

/** Offsets of the blocks, and the end. */
export function blockOffsets(segment: Buffer): number[] {
  const offsets = [0];
  for (let at = 0; at < segment.length; ) {
    const reading = readHeader(segment, at);
    assert.equal(reading.state, "ok");
    if (reading.state === "ok") at += reading.header.headerLength + reading.header.dataLength;
    offsets.push(at);
  }
  return offsets;
}

/** All that can be read; every packet must be as it was written. */
export async function readBack(directory: string, frames: readonly Buffer[]): Promise<{ sequences: number[]; reasons: DamageReason[] }> {
  const reader = openLogReader({ directory });
  const packets = await collect(reader.replay(WRITER, 0));
  for (const packet of packets) assertUntouched(packet, frames);
  const read = await reader.read([{ writer: WRITER, sequences: frames.map((_, i) => i) }]);
  assert.deepEqual(read, packets, "reading by reference finds the same");
  return { sequences: packets.map(({ sequence }) => sequence), reasons: reader.damage.map(({ reason }) => reason) };
}

function assertUntouched(packet: ArchivedPacket, frames: readonly Buffer[]): void {
  assert.equal(Buffer.compare(packet.frame, frames[packet.sequence]!), 0);
  const receivedUs = START_US + packet.sequence * 1000;
  assert.deepEqual(
    { ...packet, frame: undefined },
    { writer: WRITER, sequence: packet.sequence, receivedUs, eventUs: receivedUs, peer: "192.0.2.1:5060/udp", quarantined: false, frame: undefined },
  );
}

export const numbers = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
