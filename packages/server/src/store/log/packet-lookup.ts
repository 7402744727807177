// Finds packets by reference: writer → segment → block, each block decoded once, from the cache when it is there.
import { SipglassError, type PacketRefs, type WriterId } from "@sipglass/model";
import { packetAt } from "./block.ts";
import type { BlockCache } from "./block-cache.ts";
import type { Catalog } from "./catalog.ts";
import type { IndexBudget } from "./index-budget.ts";
import type { ArchivedPacket } from "./log.ts";
import type { StoredSegment } from "./stored-segment.ts";

/** A packet asked for, and its place in the answer. */
interface Want {
  sequence: number;
  slot: number;
}

type Answer = (ArchivedPacket | undefined)[];

export class PacketLookup {
  readonly #catalog: Catalog;
  readonly #cache: BlockCache;
  readonly #indexes: IndexBudget;

  constructor(catalog: Catalog, cache: BlockCache, indexes: IndexBudget) {
    this.#catalog = catalog;
    this.#cache = cache;
    this.#indexes = indexes;
  }

  /** In the order of the references, without those that are not there. */
  async read(refs: readonly PacketRefs[]): Promise<ArchivedPacket[]> {
    const wants = refs.flatMap(({ writer, sequences }) => sequences.map((sequence) => ({ writer, sequence }))).map((want, slot) => ({ ...want, slot }));
    const answer: Answer = wants.map(() => undefined);
    for (const [writer, ofWriter] of Map.groupBy(wants, (want) => want.writer)) await this.#readWriter(writer, ofWriter, answer);
    return answer.filter((packet) => packet !== undefined);
  }

  async #readWriter(writer: WriterId, wants: Want[], answer: Answer): Promise<void> {
    let missing = await this.#readFrom(await this.#catalog.segmentsOf(writer), wants, answer);
    if (missing.length === 0) return;
    await this.#catalog.refresh();
    const segments = await this.#catalog.segmentsOf(writer);
    missing = await this.#readFrom(segments, missing, answer);
    for (const { sequence } of missing) {
      const newer = await newerThatMayHold(segments, sequence);
      if (newer) throw newerVersion(newer);
    }
  }

  /** Returns what was not found. */
  async #readFrom(segments: readonly StoredSegment[], wants: readonly Want[], answer: Answer): Promise<Want[]> {
    const located: { segment: StoredSegment | undefined; want: Want }[] = [];
    for (const want of wants) located.push({ segment: await segmentOf(segments, want.sequence), want });
    const missing: Want[] = [];
    for (const [segment, found] of Map.groupBy(located, (place) => place.segment)) {
      const there = found.map(({ want }) => want);
      if (segment === undefined) {
        missing.push(...there);
        continue;
      }
      const uncached = there.filter((want) => !this.#answerFromCache(segment, want, answer));
      if (uncached.length > 0) missing.push(...(await this.#answerFromFile(segment, uncached, answer)));
    }
    return missing;
  }

  #answerFromCache(segment: StoredSegment, { sequence, slot }: Want, answer: Answer): boolean {
    const index = segment.knownIndex;
    const i = index?.seek(sequence) ?? 0;
    const block = index && i < index.length ? this.#cache.get(segment.name.writer, index.place(i)) : undefined;
    if (block === undefined || sequence < block.firstSequence) return false;
    answer[slot] = copyOf(packetAt(block, sequence - block.firstSequence, segment.name.writer));
    return true;
  }

  async #answerFromFile(segment: StoredSegment, wants: readonly Want[], answer: Answer): Promise<Want[]> {
    const missing = await segment.use(async (handle) => {
      const index = await segment.index(handle);
      this.#indexes.note(segment);
      const unread: Want[] = [];
      for (const [i, there] of Map.groupBy(wants, ({ sequence }) => index.seek(sequence))) {
        const place = i < index.length ? index.place(i) : undefined;
        const block = place && (this.#cache.get(segment.name.writer, place) ?? (await segment.readBlock(handle, place)));
        if (block) this.#cache.set(segment.name.writer, block);
        for (const want of there) {
          if (block === undefined || want.sequence < block.firstSequence) unread.push(want);
          else answer[want.slot] = copyOf(packetAt(block, want.sequence - block.firstSequence, segment.name.writer));
        }
      }
      return unread;
    });
    return missing ?? [...wants];
  }
}

/** The one segment that may hold the sequence: the last that begins at or before it. */
async function segmentOf(segments: readonly StoredSegment[], sequence: number): Promise<StoredSegment | undefined> {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const first = await segments[middle]!.firstSequence();
    if (first !== undefined && first <= sequence) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1];
}

/** A segment that is not read to its end, or not at all, for its version. What begins before all that is known fell to retention. */
async function newerThatMayHold(segments: readonly StoredSegment[], sequence: number): Promise<StoredSegment | undefined> {
  const newer = segments.filter((segment) => segment.newer);
  if (newer.length === 0) return undefined;
  const nearest = await segmentOf(segments, sequence);
  const unread = newer.find((segment) => segment.knownIndex?.length === 0);
  if (nearest === undefined) return newer.length === segments.length ? unread : undefined;
  return nearest.newer ? nearest : unread;
}

/** So that one packet does not keep its whole block in memory, nor take it along when it is posted to another thread. */
export const copyOf = (packet: ArchivedPacket): ArchivedPacket => ({ ...packet, frame: new Uint8Array(packet.frame) });

export function newerVersion(segment: StoredSegment): SipglassError {
  return new SipglassError("newer_version", { path: segment.name.path, offset: segment.newer?.offset, version: segment.newer?.version });
}
