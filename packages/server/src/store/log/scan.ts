// Walks many segments at once in order of receipt: hour by hour, and within an hour always the packet received first.
import type { SegmentClass, WriterId } from "@sipglass/model";
import { packetAt, type Block } from "./block.ts";
import type { ArchivedPacket, LogReader } from "./log.ts";
import type { StoredSegment } from "./stored-segment.ts";

const HOUR_US = 3_600_000_000;

export interface ScanOptions {
  /** Inclusive, event time. */
  fromUs?: number;
  /** Exclusive. */
  toUs?: number;
  classes?: readonly SegmentClass[];
  /** Segments of earlier hours of receipt are passed over. */
  receivedFromUs?: number;
}

interface Range {
  fromUs: number;
  toUs: number;
}

/** The next packet of one segment. */
interface Head {
  writer: WriterId;
  rest: AsyncGenerator<Block>;
  block: Block;
  i: number;
}

export async function* scanPackets(segments: readonly StoredSegment[], options: ScanOptions, onUsed: (segment: StoredSegment) => void): AsyncGenerator<ArchivedPacket> {
  const range = { fromUs: options.fromUs ?? 0, toUs: options.toUs ?? Number.POSITIVE_INFINITY };
  const classes = options.classes && new Set(options.classes);
  const firstHourUs = (options.receivedFromUs ?? 0) - HOUR_US;
  const wanted = segments.filter(({ name }) => name.hourUs > firstHourUs && (classes?.has(name.class) ?? true));
  for (const hour of Map.groupBy(wanted, ({ name }) => name.hourUs).values()) yield* scanHour(hour, range, onUsed);
}

async function* scanHour(segments: readonly StoredSegment[], range: Range, onUsed: (segment: StoredSegment) => void): AsyncGenerator<ArchivedPacket> {
  const heads: Head[] = [];
  try {
    for (const segment of segments) {
      const summary = await segment.summary();
      onUsed(segment);
      if (summary === undefined || !overlaps(summary, range)) continue;
      const rest = segment.blocks(0, (place) => overlaps(place, range));
      const { value: block, done } = await rest.next();
      if (!done) heads.push({ writer: segment.name.writer, rest, block, i: 0 });
    }
    while (heads.length > 0) {
      const head = earliest(heads);
      const eventUs = head.block.eventUs[head.i]!;
      if (eventUs >= range.fromUs && eventUs < range.toUs) yield packetAt(head.block, head.i, head.writer);
      if (++head.i === head.block.count && !(await advance(head))) heads.splice(heads.indexOf(head), 1);
    }
  } finally {
    for (const { rest } of heads) await rest.return(undefined);
  }
}

const overlaps = ({ minEventUs, maxEventUs }: { minEventUs: number; maxEventUs: number }, { fromUs, toUs }: Range): boolean => maxEventUs >= fromUs && minEventUs < toUs;

function earliest(heads: readonly Head[]): Head {
  let first = heads[0]!;
  for (const head of heads) if (head.block.receivedUs[head.i]! < first.block.receivedUs[first.i]!) first = head;
  return first;
}

async function advance(head: Head): Promise<boolean> {
  const { value, done } = await head.rest.next();
  if (done) return false;
  head.block = value;
  head.i = 0;
  return true;
}

/** The frames alone, as they would be sent to a collector. */
export async function* exportStream(reader: LogReader, options: ScanOptions = {}): AsyncGenerator<Uint8Array> {
  for await (const { frame } of reader.scan(options)) yield frame;
}
