// Homer's rows have a number; our packets have a name. The number holds the name: class, shard, boot and sequence in the 53 bits that JSON
// clients can count with. `uuid` in Homer's answers is the same number.
import { SEGMENT_CLASSES, type PacketRef, type SegmentClass } from "@sipglass/model";

const SEQUENCES = 2 ** 32;
const CLASSES = 8;
const SHARDS = 64;
const BOOTS = 4096;

/** 0 when the packet is beyond what 53 bits can name (another 4096 starts, 4 thousand million packets): such a row cannot be asked for by id. */
export function rowIdOf({ writer, sequence }: PacketRef): number {
  const [, boot, shard, name] = /^.*-(\d+)-(\d+)\.([a-z]+)$/.exec(writer) ?? [];
  const place = SEGMENT_CLASSES.indexOf(name as SegmentClass);
  const numbers = [Number(boot), Number(shard)] as const;
  if (place < 0 || sequence >= SEQUENCES || !(numbers[0] < BOOTS) || !(numbers[1] < SHARDS)) return 0;
  return ((numbers[0] * SHARDS + numbers[1]) * CLASSES + place) * SEQUENCES + sequence + 1;
}

/** `COLLECTOR` is not in the number: it must be known. Undefined when the number names nothing. */
export function refOfRowId(id: number, collector: string): PacketRef | undefined {
  if (!Number.isSafeInteger(id) || id < 1) return undefined;
  const sequence = (id - 1) % SEQUENCES;
  const rest = Math.floor((id - 1) / SEQUENCES);
  const segmentClass = SEGMENT_CLASSES[rest % CLASSES];
  const shards = Math.floor(rest / CLASSES);
  if (segmentClass === undefined) return undefined;
  return { writer: `${collector}-${Math.floor(shards / SHARDS)}-${shards % SHARDS}.${segmentClass}`, sequence };
}
