// After a stop, clean or not: open calls come back from the last checkpoint, packets archived since then are tracked again, and what
// stored rows hold already is skipped. Also the engine of `rebuild`, which is a recovery that starts from nothing.
import type { PacketRefs } from "@sipglass/model";
import type { Restored } from "../pipeline/messages.ts";
import { hashText } from "../route.ts";
import type { ArchivedPacket, LogReader } from "../store/log/log.ts";
import type { Checkpoint, Store } from "../store/store.ts";
import type { Commits } from "./commits.ts";
import { inReceiveOrder, splitShard, splitWriter } from "./receive-order.ts";
import type { ShardLink } from "./shard-link.ts";

export interface RecoveryResult {
  packets: number;
  openCalls: number;
  tookMs: number;
}

export interface RecoveryOptions {
  store: Store;
  reader: LogReader;
  shards: readonly ShardLink[];
  commits: Pick<Commits, "addTogether" | "remember" | "room" | "settled">;
  /** Which shard a packet goes to: the same rule as for live packets. */
  shardOf(packet: ArchivedPacket): number;
  onProgress(packets: number): void;
}

type StoredCheckpoint = Checkpoint & { openCalls: { id: string; json: string }[] };
type Writers = { writer: string; last: number }[];
/** Writer → the sequence from which it is replayed; only those that have something to replay. */
type Positions = Record<string, number>;

const PACKETS_A_BATCH = 500;

export async function recover(options: RecoveryOptions): Promise<RecoveryResult> {
  const started = performance.now();
  const { store, reader, shards, commits } = options;
  const checkpoints = await store.checkpoints();
  commits.remember(checkpoints);
  const writers = await reader.writers();
  const positions = positionsOf(writers, checkpoints);
  const openCalls = await restore(options, checkpoints, positions);
  const packets = await replay(options, positions);
  const whole = await Promise.all(shards.map((shard) => shard.ask("wholeCheckpoint", null)));
  // Rows that the replay made come first; then, in one transaction, what is open now belongs to this boot's shards, and earlier writers owe nothing.
  commits.addTogether([...retire(writers, positions, checkpoints), ...whole]);
  await commits.settled();
  await Promise.all(shards.map((shard) => shard.ask("resume", null)));
  return { packets, openCalls, tookMs: performance.now() - started };
}

function positionsOf(writers: Writers, checkpoints: readonly StoredCheckpoint[]): Positions {
  const byShard = new Map(checkpoints.map((checkpoint) => [checkpoint.shard, checkpoint]));
  const positions: Positions = {};
  for (const { writer, last } of writers) {
    const { shard, segmentClass } = splitWriter(writer);
    const from = byShard.get(shard)?.replayFrom[segmentClass] ?? 0;
    if (from <= last) positions[writer] = from;
  }
  return positions;
}

async function restore({ store, shards }: RecoveryOptions, checkpoints: readonly StoredCheckpoint[], positions: Positions): Promise<number> {
  const held = createHeld(positions);
  for (const [callId, sequences] of await store.storedBeyond(positions)) held.add(callId, sequences);
  const openCalls: string[][] = shards.map(() => []);
  const shardFor = homes(checkpoints, shards.length);
  for (const { shard, openCalls: records } of checkpoints) {
    for (const { json } of records) {
      const record = JSON.parse(json) as OpenRecord;
      held.addOpen(shard, record);
      openCalls[shardFor(shard, record.call.callId)]?.push(json);
    }
  }
  const restored = await Promise.all(shards.map((shard, i) => shard.ask("restore", { ...held.all(), openCalls: openCalls[i] ?? [] })));
  return restored.reduce((sum, count) => sum + count, 0);
}

/**
 * A call goes where its packets go. With as many shards as before that is where it was, which may not be the shard of its Call-ID when it came in
 * packets that carry messages of several calls.
 */
function homes(checkpoints: readonly StoredCheckpoint[], shards: number): (shard: string, callId: string) => number {
  const bootOf = (shard: string): string => shard.slice(0, shard.lastIndexOf("-"));
  const shardsOfBoot = Map.groupBy(checkpoints, ({ shard }) => bootOf(shard));
  return (shard, callId) => (shardsOfBoot.get(bootOf(shard))?.length === shards ? splitShard(shard).number : hashText(callId) % shards);
}

/** What the tracker wrote of an open call, as far as recovery looks into it. */
interface OpenRecord {
  call: { callId: string; refs: PacketRefs[] };
  /** Per class: the record knows every packet of its shard below. */
  through: Record<string, number>;
}

/** What stored rows and open calls hold of the packets that are going to be replayed. */
function createHeld(positions: Positions) {
  const applied = new Map<string, Record<string, number>>();
  const packets = new Map<string, number[]>();
  const add = (callId: string, sequences: Record<string, number>): void => {
    const known = applied.get(callId) ?? {};
    for (const [writer, sequence] of Object.entries(sequences)) known[writer] = Math.max(known[writer] ?? -1, sequence);
    applied.set(callId, known);
  };
  return {
    add,
    addOpen(shard: string, { call, through }: OpenRecord): void {
      // Not the last reference: a call keeps only so many, and counts the packets beyond.
      const replayed = Object.entries(through).map(([name, next]) => [`${shard}.${name}`, next - 1] as const).filter(([writer]) => writer in positions);
      add(call.callId, Object.fromEntries(replayed));
      for (const { writer, sequences } of call.refs) {
        const from = positions[writer];
        if (from === undefined) continue;
        const known = packets.get(writer) ?? [];
        packets.set(writer, known);
        for (const sequence of sequences) if (sequence >= from) known.push(sequence);
      }
    },
    all: (): Omit<Restored, "openCalls"> => ({ applied: [...applied], held: [...packets] }),
  };
}

/** In receive order, which is the order in which they were tracked. */
async function replay({ reader, shards, commits, shardOf, onProgress }: RecoveryOptions, positions: Positions): Promise<number> {
  const batches: ArchivedPacket[][] = shards.map(() => []);
  /** One batch a shard is on its way while the next is read. */
  const underWay: (Promise<unknown> | undefined)[] = shards.map(() => undefined);
  const send = async (shard: number): Promise<void> => {
    const packets = batches[shard]?.splice(0) ?? [];
    await underWay[shard];
    await commits.room();
    underWay[shard] = packets.length > 0 ? shards[shard]?.ask("replay", { packets }) : undefined;
    // Awaited with the next batch; until then a rejection is nobody's.
    underWay[shard]?.catch(() => undefined);
  };
  let count = 0;
  for await (const packet of inReceiveOrder(reader, positions)) {
    const shard = shardOf(packet);
    count += 1;
    if ((batches[shard]?.push(packet) ?? 0) >= PACKETS_A_BATCH) {
      await send(shard);
      onProgress(count);
    }
  }
  await Promise.all(shards.map((_, shard) => send(shard)));
  await Promise.all(underWay);
  return count;
}

/** Checkpoints of earlier boots that owed packets or held open calls: they owe and hold nothing now. */
function retire(writers: Writers, positions: Positions, checkpoints: readonly StoredCheckpoint[]): Checkpoint[] {
  const retired = new Map<string, Checkpoint>();
  for (const { shard, replayFrom, openCalls, takenAtUs } of checkpoints) {
    if (openCalls.length > 0) retired.set(shard, { shard, replayFrom: { ...replayFrom }, openCalls: openCalls.map(({ id }) => ({ id, json: null })), takenAtUs });
  }
  const known = new Map(checkpoints.map((checkpoint) => [checkpoint.shard, checkpoint]));
  for (const { writer, last } of writers) {
    if (!(writer in positions)) continue;
    const { shard, segmentClass } = splitWriter(writer);
    const checkpoint = retired.get(shard) ?? { shard, replayFrom: { ...known.get(shard)?.replayFrom }, openCalls: [], takenAtUs: known.get(shard)?.takenAtUs ?? 0 };
    checkpoint.replayFrom[segmentClass] = last + 1;
    retired.set(shard, checkpoint);
  }
  return [...retired.values()];
}
