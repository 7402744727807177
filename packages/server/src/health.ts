// Health of the whole: what the book, the receiver and the disk say, in one report, with a sentence for everything that is not well.
import type { BookState } from "./book/book.ts";
import type { Health } from "./book/questions.ts";
import type { CaptureCounters } from "./capture/intake.ts";

export interface HealthSources {
  version: string;
  startedAtUs: number;
  state(): Promise<BookState>;
  capture(): CaptureCounters;
  archiveBytes(): Promise<number>;
  disk(): Promise<{ freeBytes: number; totalBytes: number }>;
  /** Sentences that hold since the start (small receive buffer, …). */
  warnings: readonly string[];
  /** What died and cannot come back without a restart. */
  deaths: readonly string[];
}

/** Refused by the decoder of a shard: these count the packet's own faults, not a lack of room. */
const SHARD_ROOM = "pipeline";
const CAPTURE_ROOM = "capture";
const ARCHIVE_ROOM = "archive";
const BOOK_ROOM = "book";

export async function reportHealth(sources: HealthSources): Promise<Health> {
  const capture = sources.capture();
  const state = await sources.state().catch((error: Error) => error);
  if (state instanceof Error) return downReport(sources, capture, state.message);
  const { totals } = state;
  const dropped = [...entries(CAPTURE_ROOM, capture.dropped), ...entries(SHARD_ROOM, totals.refused)];
  if (totals.lostPackets > 0) dropped.push({ room: ARCHIVE_ROOM, reason: "disk_full", count: totals.lostPackets });
  // In the archive, but with no call: looked for and not found.
  if (state.strays.unmatched > 0) dropped.push({ room: BOOK_ROOM, reason: "report_without_call", count: state.strays.unmatched });
  const warnings = [...sources.warnings, ...sources.deaths, ...troubles(state), ...waiting(capture)];
  const degraded = sources.deaths.length > 0 || totals.archive !== "ok" || state.commitFailure !== null;
  return {
    status: degraded ? "degraded" : "ok", version: sources.version, startedAtUs: sources.startedAtUs,
    store: { kind: "embedded", ok: state.commitFailure === null, latencyMs: state.storeLatencyMs, sizeBytes: state.storeBytes },
    archive: { state: totals.archive, sizeBytes: await sources.archiveBytes(), storedThrough: totals.storedThrough, storedThroughUs: totals.storedThroughUs },
    disk: await sources.disk(), recovery: state.recovery, examining: state.examining, received: totals.received, stored: totals.stored, duplicates: totals.duplicates, spooledBytes: capture.spooledBytes, dropped, liveCalls: totals.liveCalls, warnings,
  };
}

const entries = (room: string, counts: Record<string, number>) => Object.entries(counts).map(([reason, count]) => ({ room, reason, count }));

function troubles(state: BookState): string[] {
  const found: string[] = [];
  if (state.totals.archive === "disk_full") found.push("The disk is full: new packets are not archived. Free space; archiving resumes by itself.");
  if (state.commitFailure !== null) found.push(`Calls wait for the index: ${state.commitFailure}`);
  if (state.damage > 0) found.push(`${state.damage} damaged places in the archive were skipped.`);
  if (state.recovery.state === "running") found.push("Packets of an earlier run are being tracked again.");
  return found;
}

const waiting = ({ spooledBytes }: CaptureCounters): string[] =>
  spooledBytes > 0 ? [`More comes than can be followed: ${Math.ceil(spooledBytes / 1024 / 1024)} MiB wait on disk and are taken in order of arrival. Give more cores, or see SIPGLASS_SHARDS.`] : [];

function downReport(sources: HealthSources, capture: CaptureCounters, message: string): Health {
  return {
    status: "down", version: sources.version, startedAtUs: sources.startedAtUs, store: { kind: "embedded", ok: false, latencyMs: 0, sizeBytes: 0 },
    archive: { state: "ok", sizeBytes: 0, storedThrough: {}, storedThroughUs: 0 }, disk: { freeBytes: 0, totalBytes: 0 }, recovery: { state: "done", packets: 0 },
    examining: { examined: 0, failed: 0, unexamined: 0, backlog: 0, lagSeconds: 0 }, received: capture.packets, stored: 0,
    duplicates: 0, spooledBytes: capture.spooledBytes, dropped: entries(CAPTURE_ROOM, capture.dropped), liveCalls: 0, warnings: [...sources.warnings, ...sources.deaths, message],
  };
}
