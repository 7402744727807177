// What the tests of this room share: a directory that goes away, packets that differ, a writer with a clock that stands still.
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LogEntry, LogWriter } from "./log.ts";
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
export function writeBlocks(directory: string, blocks: number, packets: number, options: Partial<LogWriterOptions> = {}): Buffer[] {
  const writer = testWriter(directory, options);
  const frames: Buffer[] = [];
  for (let i = 0; i < blocks * packets; i++) {
    frames.push(frameOf(i));
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
