// At start, before any writer opens: segments that nobody closed are cut behind their last whole block and closed.
import { open, rm } from "node:fs/promises";
import { join } from "node:path";
import { SipglassError } from "@sipglass/model";
import { BlockIndex } from "./block-index.ts";
import type { Damage } from "./log.ts";
import { isDateDirectory, listSegments, namesIn, SEALING_SUFFIX, SIDECAR_SUFFIX } from "./segment-name.ts";
import { closedSummary, writeSidecar } from "./sidecar.ts";
import { stampOf } from "./stored-segment.ts";
import { hasSoundData, walkBlocks, type Walked, type WalkResult, type WalkTarget } from "./walk.ts";

export interface Recovery {
  segments: number;
  /** Segments that were not closed. */
  recovered: number;
  /** What was cut off or, for `bad_header` and `bad_order`, is skipped by readers. */
  damage: Damage[];
  cutBytes: number;
  /** Of a newer version: left alone. */
  refused: { path: string; error: SipglassError }[];
}

export async function recoverSegments(directory: string): Promise<Recovery> {
  const recovery: Recovery = { segments: 0, recovered: 0, damage: [], cutBytes: 0, refused: [] };
  await removeLeftovers(directory);
  for (const { path } of await listSegments(directory)) {
    recovery.segments++;
    if (await closedSummary(path)) continue;
    recovery.recovered++;
    await recoverSegment(path, recovery);
  }
  return recovery;
}

/** Files that a seal or a sidecar did not finish. */
async function removeLeftovers(directory: string): Promise<void> {
  for (const date of (await namesIn(directory)).filter(isDateDirectory)) {
    for (const file of await namesIn(join(directory, date))) {
      if (file.endsWith(SEALING_SUFFIX) || file.endsWith(`${SIDECAR_SUFFIX}.new`)) await rm(join(directory, date, file), { force: true });
    }
  }
}

async function recoverSegment(path: string, recovery: Recovery): Promise<void> {
  const handle = await open(path, "r+");
  let whole: BlockIndex | undefined;
  try {
    const { size } = await handle.stat();
    const blocks: Walked[] = [];
    const walked = await walkBlocks(handle, 0, size, collectInto(blocks));
    if (walked.newer) {
      const { offset, version } = walked.newer;
      recovery.refused.push({ path, error: new SipglassError("newer_version", { path, offset, version }) });
      return;
    }
    // After a loss of power, headers may have reached the disk and their data not.
    while (blocks.length > 0 && !(await hasSoundData(handle, blocks.at(-1)!))) blocks.pop();
    whole = new BlockIndex();
    for (const { header, offset } of blocks) whole.add(header, offset);
    const end = endOf(blocks.at(-1));
    noteDamage(path, walked, end, size, recovery);
    if (end < size) {
      await handle.truncate(end);
      await handle.sync();
    }
    if (end > 0) await writeSidecar(path, whole, await stampOf(handle));
  } finally {
    await handle.close();
  }
  if (whole.length === 0) await removeSegment(path);
}

const collectInto = (blocks: Walked[]): WalkTarget => ({
  add: (header, offset) => void blocks.push({ header, offset }),
  removeLast: () => void blocks.pop(),
  get endSequence() {
    const last = blocks.at(-1)?.header;
    return last ? last.firstSequence + last.count : 0;
  },
});

const endOf = (block: Walked | undefined): number => (block ? block.offset + block.header.headerLength + block.header.dataLength : 0);

function noteDamage(path: string, walked: WalkResult, end: number, size: number, recovery: Recovery): void {
  for (const { offset, bytes, reason } of walked.damage) if (offset < end) recovery.damage.push({ path, offset, bytes, reason });
  if (end === size) return;
  recovery.damage.push({ path, offset: end, bytes: size - end, reason: "torn_tail" });
  recovery.cutBytes += size - end;
}

/** A sidecar and its segment, in this order: a crash between leaves a segment that the next start closes again. */
export async function removeSegment(path: string): Promise<void> {
  await rm(path + SIDECAR_SUFFIX, { force: true });
  await rm(path, { force: true });
}
