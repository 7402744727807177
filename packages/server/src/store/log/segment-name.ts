// Names of segments and writers, and the listing of a directory of segments.
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { SEGMENT_CLASSES, type SegmentClass, type WriterId } from "@sipglass/model";

export const HOUR_US = 3_600_000_000;
export const SIDECAR_SUFFIX = ".idx";
export const SEALING_SUFFIX = ".sealing";

/** Where a segment is and what its name says. */
export interface SegmentName {
  path: string;
  writer: WriterId;
  class: SegmentClass;
  collector: string;
  boot: number;
  shard: number;
  /** Begin of the hour of receipt. */
  hourUs: number;
}

const COLLECTOR = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const DATE = /^\d{4}-\d\d-\d\d$/;
const FILE = /^(\d\d)\.([a-z]+)\.([A-Za-z0-9][A-Za-z0-9._-]{0,63})-(\d{1,15})-(\d{1,9})\.hep\.zst$/;

export const isCollectorName = (text: string): boolean => COLLECTOR.test(text);

export const hourOf = (us: number): number => Math.floor(us / HOUR_US) * HOUR_US;

export const printWriterId = (collector: string, boot: number, shard: number, segmentClass: SegmentClass): WriterId => `${collector}-${boot}-${shard}.${segmentClass}`;

export const isDateDirectory = (name: string): boolean => DATE.test(name);

export interface WriterName {
  collector: string;
  boot: number;
  shard: number;
}

/** `DATE/HH.CLASS.COLLECTOR-BOOT-SHARD.hep.zst` under the archive's directory. */
export function segmentPath(directory: string, { collector, boot, shard }: WriterName, segmentClass: SegmentClass, hourUs: number): string {
  const iso = new Date(hourUs / 1000).toISOString();
  return join(directory, iso.slice(0, 10), `${iso.slice(11, 13)}.${segmentClass}.${collector}-${boot}-${shard}.hep.zst`);
}

/** Undefined when the file is not a segment. */
export function parseSegmentName(directory: string, date: string, file: string): SegmentName | undefined {
  const match = FILE.exec(file);
  const segmentClass = SEGMENT_CLASSES.find((name) => name === match?.[2]);
  const hourUs = Date.parse(`${date}T${match?.[1]}:00:00Z`) * 1000;
  if (match === null || segmentClass === undefined || Number.isNaN(hourUs)) return undefined;
  const collector = match[3]!;
  const boot = Number(match[4]);
  const shard = Number(match[5]);
  return { path: join(directory, date, file), writer: printWriterId(collector, boot, shard, segmentClass), class: segmentClass, collector, boot, shard, hourUs };
}

/** Names in a directory; none when it does not exist. */
export async function namesIn(directory: string): Promise<string[]> {
  try {
    return await readdir(directory);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

export const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";

/** Every segment, oldest hour first. */
export async function listSegments(directory: string): Promise<SegmentName[]> {
  const segments: SegmentName[] = [];
  for (const date of (await namesIn(directory)).filter(isDateDirectory)) {
    for (const file of await namesIn(join(directory, date))) {
      const segment = parseSegmentName(directory, date, file);
      if (segment) segments.push(segment);
    }
  }
  return segments.sort(compareSegments);
}

export const compareSegments = (a: SegmentName, b: SegmentName): number => a.hourUs - b.hourUs || (a.path < b.path ? -1 : 1);
