// Whole segments go, by age of a class or by the size of all: unlinking is all it takes.
import { rmdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { SegmentClass, WriterId } from "@sipglass/model";
import { removeSegment } from "./recover.ts";
import { HOUR_US, listSegments, SIDECAR_SUFFIX, type SegmentName } from "./segment-name.ts";
import { closedSummary, fileBytes } from "./sidecar.ts";

export interface Removal {
  segments: number;
  bytes: number;
}

/** Segments and sidecars. */
export async function archiveSizeBytes(directory: string): Promise<number> {
  let bytes = 0;
  for (const { path } of await listSegments(directory)) bytes += await segmentBytes(path);
  return bytes;
}

const segmentBytes = async (path: string): Promise<number> => (await fileBytes(path)) + (await fileBytes(path + SIDECAR_SUFFIX));

/** Segments of a class whose hour ended at or before `us`. */
export async function removeSegmentsBefore(directory: string, segmentClass: SegmentClass, us: number): Promise<Removal> {
  const removal: Removal = { segments: 0, bytes: 0 };
  for (const segment of await removable(directory)) {
    if (segment.class === segmentClass && segment.hourUs + HOUR_US <= us) await remove(segment, removal);
  }
  return removal;
}

/** The oldest hours of all classes, until the rest fits. */
export async function trimToBytes(directory: string, maxBytes: number): Promise<Removal> {
  const removal: Removal = { segments: 0, bytes: 0 };
  let rest = await archiveSizeBytes(directory);
  for (const segment of await removable(directory)) {
    if (rest <= maxBytes) break;
    rest -= await remove(segment, removal);
  }
  return removal;
}

/** All but those that a writer may have open: not closed, and the last of its writer. */
async function removable(directory: string): Promise<SegmentName[]> {
  const segments = await listSegments(directory);
  const last = new Map<WriterId, SegmentName>(segments.map((segment) => [segment.writer, segment]));
  const free: SegmentName[] = [];
  for (const segment of segments) if (last.get(segment.writer) !== segment || (await closedSummary(segment.path))) free.push(segment);
  return free;
}

async function remove({ path }: SegmentName, removal: Removal): Promise<number> {
  const bytes = await segmentBytes(path);
  await removeSegment(path);
  removal.segments++;
  removal.bytes += bytes;
  // Only an empty directory can be removed this way.
  await rmdir(dirname(path)).catch(() => undefined);
  return bytes;
}
