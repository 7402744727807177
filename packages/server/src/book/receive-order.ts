// Packets of many writers in the order in which they were received: within one boot by time of receipt, boots of one collector one after the
// other. (A clock that was set back between two boots does not mix them, and only one boot's writers are read at a time.)
import type { ArchivedPacket, LogReader } from "../store/log/log.ts";

export interface WriterParts extends ShardParts {
  /** `COLLECTOR-BOOT-SHARD`. */
  shard: string;
  segmentClass: string;
}

export interface ShardParts {
  collector: string;
  boot: number;
  number: number;
}

/** `COLLECTOR-BOOT-SHARD`; a collector's name may hold dashes itself. */
export function splitShard(shard: string): ShardParts {
  const parts = shard.split("-");
  return { collector: parts.slice(0, -2).join("-"), boot: Number(parts.at(-2)), number: Number(parts.at(-1)) };
}

/** `COLLECTOR-BOOT-SHARD.CLASS`; a collector's name may hold dots. */
export function splitWriter(writer: string): WriterParts {
  const dot = writer.lastIndexOf(".");
  const shard = writer.slice(0, dot);
  return { ...splitShard(shard), shard, segmentClass: writer.slice(dot + 1) };
}

type Stream = AsyncIterable<ArchivedPacket>;

/** Each writer from its position on. */
export function inReceiveOrder(reader: Pick<LogReader, "replay">, positions: Readonly<Record<string, number>>): Stream {
  const collectors = Map.groupBy(Object.keys(positions), (writer) => splitWriter(writer).collector);
  return merge(Array.from(collectors.values(), (writers) => {
    const boots = [...Map.groupBy(writers, (writer) => splitWriter(writer).boot)].sort(([a], [b]) => a - b);
    return chain(boots.map(([, ofBoot]) => () => merge(ofBoot.map((writer) => reader.replay(writer, positions[writer]!)))));
  }));
}

async function* chain(streams: readonly (() => Stream)[]): Stream {
  for (const open of streams) yield* open();
}

async function* merge(streams: readonly Stream[]): Stream {
  const heads: { packet: ArchivedPacket; rest: AsyncIterator<ArchivedPacket> }[] = [];
  for (const stream of streams) {
    const rest = stream[Symbol.asyncIterator]();
    const first = await rest.next();
    if (!first.done) heads.push({ packet: first.value, rest });
  }
  while (heads.length > 0) {
    let earliest = 0;
    for (let i = 1; i < heads.length; i += 1) if (heads[i]!.packet.receivedUs < heads[earliest]!.packet.receivedUs) earliest = i;
    const head = heads[earliest]!;
    yield head.packet;
    const next = await head.rest.next();
    if (next.done) heads.splice(earliest, 1);
    else head.packet = next.value;
  }
}
