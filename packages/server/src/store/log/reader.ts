// Reads the archive: by reference, by writer, or all in order of receipt. Follows files that grow, are sealed or removed meanwhile.
import { SipglassError, type PacketRefs, type WriterId } from "@sipglass/model";
import { packetAt } from "./block.ts";
import { BlockCache } from "./block-cache.ts";
import { Catalog } from "./catalog.ts";
import { DamageList } from "./damage-list.ts";
import { IndexBudget } from "./index-budget.ts";
import type { ArchivedPacket, LogReader } from "./log.ts";
import { scanPackets } from "./scan.ts";
import type { StoredSegment } from "./stored-segment.ts";

export interface LogReaderOptions {
  /** Of the archive: holds the directories of dates. */
  directory: string;
  /** Decoded blocks kept for the next read. */
  cacheBlocks?: number;
  cacheBytes?: number;
  /** For indexes of segments. */
  indexBytes?: number;
}

/** A packet asked for, and its place in the answer. */
interface Want {
  sequence: number;
  slot: number;
}

export function openLogReader({ directory, cacheBlocks = 256, cacheBytes = 64 * 1024 * 1024, indexBytes = 64 * 1024 * 1024 }: LogReaderOptions): LogReader {
  const damage = new DamageList();
  const catalog = new Catalog(directory, damage);
  const cache = new BlockCache(cacheBlocks, cacheBytes);
  const indexes = new IndexBudget(indexBytes);

  async function readWriter(writer: WriterId, wants: Want[], answer: (ArchivedPacket | undefined)[]): Promise<void> {
    let missing = await readFrom(await catalog.segmentsOf(writer), wants, answer);
    if (missing.length === 0) return;
    await catalog.refresh();
    const segments = await catalog.segmentsOf(writer);
    missing = await readFrom(segments, missing, answer);
    const newer = segments.find((segment) => segment.newer);
    if (missing.length > 0 && newer) throw newerVersion(newer);
  }

  /** Returns what was not found. */
  async function readFrom(segments: readonly StoredSegment[], wants: readonly Want[], answer: (ArchivedPacket | undefined)[]): Promise<Want[]> {
    const located: { segment: StoredSegment | undefined; want: Want }[] = [];
    for (const want of wants) located.push({ segment: await segmentOf(segments, want.sequence), want });
    const missing: Want[] = [];
    for (const [segment, found] of Map.groupBy(located, (place) => place.segment)) {
      const there = found.map(({ want }) => want);
      if (segment === undefined) {
        missing.push(...there);
        continue;
      }
      const uncached = there.filter((want) => !answerFromCache(segment, want, answer));
      if (uncached.length > 0) missing.push(...(await answerFromFile(segment, uncached, answer)));
    }
    return missing;
  }

  function answerFromCache(segment: StoredSegment, { sequence, slot }: Want, answer: (ArchivedPacket | undefined)[]): boolean {
    const index = segment.knownIndex;
    const i = index?.seek(sequence) ?? 0;
    const block = index && i < index.length ? cache.get(segment.name.writer, index.place(i)) : undefined;
    if (block === undefined || sequence < block.firstSequence) return false;
    answer[slot] = copyOf(packetAt(block, sequence - block.firstSequence, segment.name.writer));
    return true;
  }

  async function answerFromFile(segment: StoredSegment, wants: readonly Want[], answer: (ArchivedPacket | undefined)[]): Promise<Want[]> {
    const missing = await segment.use(async (handle) => {
      const index = await segment.index(handle);
      indexes.note(segment);
      const unread: Want[] = [];
      for (const [i, there] of Map.groupBy(wants, ({ sequence }) => index.seek(sequence))) {
        const place = i < index.length ? index.place(i) : undefined;
        const block = place && (cache.get(segment.name.writer, place) ?? (await segment.readBlock(handle, place)));
        if (block) cache.set(segment.name.writer, block);
        for (const want of there) {
          if (block === undefined || want.sequence < block.firstSequence) unread.push(want);
          else answer[want.slot] = copyOf(packetAt(block, want.sequence - block.firstSequence, segment.name.writer));
        }
      }
      return unread;
    });
    return missing ?? [...wants];
  }

  return {
    async read(refs: readonly PacketRefs[]) {
      const wants = refs.flatMap(({ writer, sequences }) => sequences.map((sequence) => ({ writer, sequence }))).map((want, slot) => ({ ...want, slot }));
      const answer: (ArchivedPacket | undefined)[] = wants.map(() => undefined);
      for (const [writer, ofWriter] of Map.groupBy(wants, (want) => want.writer)) await readWriter(writer, ofWriter, answer);
      return answer.filter((packet) => packet !== undefined);
    },

    async *replay(writer, fromSequence) {
      await catalog.refresh();
      for (const segment of await catalog.segmentsOf(writer)) {
        const summary = await segment.summary();
        if (summary === undefined || summary.endSequence > fromSequence) {
          for await (const block of segment.blocks(fromSequence)) {
            for (let i = Math.max(0, fromSequence - block.firstSequence); i < block.count; i++) yield copyOf(packetAt(block, i, writer));
          }
        }
        indexes.note(segment);
        if (segment.newer) throw newerVersion(segment);
      }
    },

    async *scan(options) {
      await catalog.refresh();
      yield* scanPackets(catalog.all(), options, (segment) => indexes.note(segment));
    },

    async writers() {
      await catalog.refresh();
      const found: { writer: WriterId; first: number; last: number }[] = [];
      for (const writer of catalog.writers()) {
        const segments = await catalog.segmentsOf(writer);
        const first = await segments[0]?.summary();
        const ends = await Promise.all(segments.slice(-2).map((segment) => segment.summary()));
        const end = Math.max(...ends.map((summary) => summary?.endSequence ?? 0));
        if (first) found.push({ writer, first: first.firstSequence, last: end - 1 });
      }
      return found;
    },

    get damage() {
      return damage.all();
    },

    async close() {
      cache.clear();
    },
  };
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

/** So that one packet does not keep its whole block in memory, nor take it along when it is posted to another thread. */
const copyOf = (packet: ArchivedPacket): ArchivedPacket => ({ ...packet, frame: new Uint8Array(packet.frame) });

function newerVersion(segment: StoredSegment): SipglassError {
  return new SipglassError("newer_version", { path: segment.name.path, offset: segment.newer?.offset, version: segment.newer?.version });
}
