// Reads the archive: by reference, by writer, or all in order of receipt. Follows files that grow, are sealed or removed meanwhile.
import type { WriterId } from "@sipglass/model";
import { packetAt } from "./block.ts";
import { BlockCache } from "./block-cache.ts";
import { Catalog } from "./catalog.ts";
import { DamageList } from "./damage-list.ts";
import { IndexBudget } from "./index-budget.ts";
import type { LogReader } from "./log.ts";
import { copyOf, newerVersion, PacketLookup } from "./packet-lookup.ts";
import { scanPackets } from "./scan.ts";

export interface LogReaderOptions {
  /** Of the archive: holds the directories of dates. */
  directory: string;
  /** Decoded blocks kept for the next read. */
  cacheBlocks?: number;
  cacheBytes?: number;
  /** For indexes of segments. */
  indexBytes?: number;
}

export function openLogReader({ directory, cacheBlocks = 256, cacheBytes = 64 * 1024 * 1024, indexBytes = 64 * 1024 * 1024 }: LogReaderOptions): LogReader {
  const damage = new DamageList();
  const catalog = new Catalog(directory, damage);
  const cache = new BlockCache(cacheBlocks, cacheBytes);
  const indexes = new IndexBudget(indexBytes);
  const lookup = new PacketLookup(catalog, cache, indexes);

  return {
    read: (refs) => lookup.read(refs),

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
