// Recompresses closed hours into larger blocks at a higher level. References stay as they are; readers work on meanwhile.
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { zstdCompress, type ZstdOptions } from "node:zlib";
import { decodeWholeBlock, packetAt, type Block } from "./block.ts";
import { BlockBuilder, compressionOptions } from "./block-builder.ts";
import { readHeader } from "./block-header.ts";
import { BlockIndex } from "./block-index.ts";
import { DamageList } from "./damage-list.ts";
import { HOUR_US, listSegments, parseSegmentName, SEALING_SUFFIX, type SegmentName } from "./segment-name.ts";
import { closedSummary, fileBytes, syncDirectoryOf, writeSidecar } from "./sidecar.ts";
import { stampOf, StoredSegment } from "./stored-segment.ts";

const compress = promisify(zstdCompress);

export interface SealOptions {
  /** Of zstd. */
  level?: number;
  maxBlockPackets?: number;
  maxBlockBytes?: number;
  /** Share of the time to work in; the rest is spent waiting. 1 = without a break. */
  dutyCycle?: number;
  signal?: AbortSignal;
}

export interface Sealing {
  path: string;
  outcome: "sealed" | "damaged" | "empty" | "gone";
  packets: number;
  bytesBefore: number;
  bytesAfter: number;
}

/** The segment must be closed: nobody may append to it any more. */
export async function sealSegment(path: string, options: SealOptions = {}): Promise<Sealing> {
  const beside = path + SEALING_SUFFIX;
  const bytesBefore = await fileBytes(path);
  const damage = new DamageList();
  const source = new StoredSegment(nameOf(path), damage);
  const target = await open(beside, "w+", 0o640);
  try {
    const sealed = await recompress(source, target, options);
    const outcome = damage.all().length > 0 ? "damaged" : sealed.index.length === 0 ? "empty" : "sealed";
    if (outcome === "damaged") await markDamaged(source);
    if (outcome !== "sealed") return { path, outcome: bytesBefore === 0 ? "gone" : outcome, packets: sealed.packets, bytesBefore, bytesAfter: bytesBefore };
    await target.sync();
    await rename(beside, path);
    await writeSidecar(path, sealed.index, await stampOf(target));
    await syncDirectoryOf(path);
    return { path, outcome, packets: sealed.packets, bytesBefore, bytesAfter: sealed.length };
  } finally {
    await target.close();
    await rm(beside, { force: true });
  }
}

/** A path is enough to seal; the name in it tells the writer. */
function nameOf(path: string): SegmentName {
  const [file = "", date = "", ...directory] = path.split("/").reverse();
  const name = parseSegmentName(directory.reverse().join("/"), date, file);
  return name ? { ...name, path } : { path, writer: "", class: "other", collector: "", boot: 0, shard: 0, hourUs: 0 };
}

interface Target {
  index: BlockIndex;
  length: number;
  packets: number;
}

async function recompress(source: StoredSegment, file: FileHandle, options: SealOptions): Promise<Target> {
  const { maxBlockPackets = 4096, maxBlockBytes = 4 * 1024 * 1024, dutyCycle = 1, signal } = options;
  const compression = compressionOptions(options.level ?? 9);
  const builder = new BlockBuilder(maxBlockPackets);
  const target: Target = { index: new BlockIndex(), length: 0, packets: 0 };
  let next = 0;
  let workedSince = performance.now();

  async function finish(): Promise<void> {
    if (builder.count === 0) return;
    await appendSealed(file, target, builder, next - builder.count, compression);
    builder.clear();
    const workedMs = performance.now() - workedSince;
    if (dutyCycle < 1) await pause(workedMs * (1 / dutyCycle - 1), undefined, signal && { signal });
    signal?.throwIfAborted();
    workedSince = performance.now();
  }

  for await (const block of source.blocks(0)) {
    if (block.firstSequence !== next) await finish();
    next = block.firstSequence;
    for (let i = 0; i < block.count; i++) {
      if (builder.count === maxBlockPackets || (builder.count > 0 && builder.length + block.lengths[i]! > maxBlockBytes)) await finish();
      builder.add(packetAt(block, i, ""));
      next++;
    }
  }
  await finish();
  return target;
}

async function appendSealed(file: FileHandle, target: Target, builder: BlockBuilder, firstSequence: number, compression: ZstdOptions): Promise<void> {
  const data = await compress(builder.frames, compression);
  const header = builder.encodeHeader(firstSequence, data, true);
  const whole = Buffer.concat([header, data]);
  const again = await decodeWholeBlock(whole);
  if (!again || !isSame(again, builder)) throw new Error(`a block of ${builder.count} packets from sequence ${firstSequence} did not survive recompression`);
  await file.appendFile(whole);
  const reading = readHeader(header, 0);
  if (reading.state === "ok") target.index.add(reading.header, target.length);
  target.length += whole.length;
  target.packets += builder.count;
}

/** The original is about to be replaced: frames and columns must come out as they went in. */
function isSame(block: Block, builder: BlockBuilder): boolean {
  if (block.count !== builder.count || !block.frames.equals(builder.frames)) return false;
  for (let i = 0; i < block.count; i++) {
    const same =
      block.lengths[i] === builder.lengths[i] &&
      block.receivedUs[i] === builder.receivedUs[i] &&
      block.eventUs[i] === builder.eventUs[i] &&
      block.quarantined[i] === builder.quarantined[i] &&
      block.peers[block.peerIndex[i]!] === builder.peers[builder.peerIndex[i]!];
    if (!same) return false;
  }
  return true;
}

/** So that it is not tried again every time. */
async function markDamaged(source: StoredSegment): Promise<void> {
  await source.use(async (handle) => {
    const index = await source.index(handle);
    index.damaged = true;
    await writeSidecar(source.name.path, index, await stampOf(handle));
  });
}

export interface SealHoursOptions extends SealOptions {
  /** Hours that ended before. */
  olderThanUs: number;
}

/** Seals what is closed and not sealed yet, oldest first. */
export async function sealClosedHours(directory: string, options: SealHoursOptions): Promise<Sealing[]> {
  const done: Sealing[] = [];
  for (const { path, hourUs } of await listSegments(directory)) {
    if (hourUs + HOUR_US > options.olderThanUs) break;
    const summary = await closedSummary(path);
    if (summary && !summary.sealed && !summary.damaged) done.push(await sealSegment(path, options));
  }
  return done;
}
