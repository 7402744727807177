// Segments and their sidecars as files: which are closed, and writing a sidecar so that readers see the old one or the new one.
import { open, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { parseSidecarHeader, SIDECAR_HEADER_BYTES, type BlockIndex, type SegmentStamp, type SegmentSummary } from "./block-index.ts";
import { isMissing, SIDECAR_SUFFIX } from "./segment-name.ts";
import { openIfThere, readSidecar, stampOf } from "./stored-segment.ts";

/** From a sidecar that fits its segment: then the segment is closed. Undefined when it is open, or nobody closed it. */
export async function closedSummary(path: string): Promise<SegmentSummary | undefined> {
  const sidecar = await readSidecar(path, SIDECAR_HEADER_BYTES);
  const handle = sidecar && (await openIfThere(path));
  if (!handle) return undefined;
  try {
    return parseSidecarHeader(sidecar, await stampOf(handle));
  } finally {
    await handle.close();
  }
}

export async function writeSidecar(path: string, index: BlockIndex, stamp: SegmentStamp): Promise<void> {
  const bytes = index.encode(stamp);
  if (bytes === undefined) return;
  const beside = `${path}${SIDECAR_SUFFIX}.new`;
  const file = await open(beside, "w", 0o640);
  try {
    await file.writeFile(bytes);
  } finally {
    await file.close();
  }
  await rename(beside, path + SIDECAR_SUFFIX);
}

export async function syncDirectoryOf(path: string): Promise<void> {
  const directory = await open(dirname(path), "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** 0 when it does not exist. */
export async function fileBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isMissing(error)) return 0;
    throw error;
  }
}
