// After a stop, clean or not: open calls come back from the last checkpoint, packets archived since then are tracked again, and what
// stored rows hold already is skipped. Also the engine of `rebuild`, which is a recovery that starts from nothing.
import type { SegmentClass } from "@sipglass/model";
import { hashText } from "../route.ts";
import type { ArchivedPacket, LogReader } from "../store/log/log.ts";
import type { Checkpoint, Store } from "../store/store.ts";
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
  /** Which shard a packet goes to: the same rule as for live packets. */
  shardOf(packet: ArchivedPacket): number;
  onProgress(packets: number): void;
  /** Rows that the replay made are committed. */
  settled(): Promise<void>;
}

const PACKETS_A_BATCH = 500;

/** `COLLECTOR-BOOT-SHARD.CLASS` → its shard and class. */
function splitWriter(writer: string): { shard: string; class: string } {
  const dot = writer.lastIndexOf(".");
  return { shard: writer.slice(0, dot), class: writer.slice(dot + 1) };
}

export async function recover(options: RecoveryOptions): Promise<RecoveryResult> {
  const started = performance.now();
  const { store, reader, shards } = options;
  const checkpoints = new Map((await store.checkpoints()).map((checkpoint) => [checkpoint.shard, checkpoint]));
  const positions: Record<string, number> = {};
  for (const { writer, last } of await reader.writers()) {
    const { shard, class: name } = splitWriter(writer);
    const from = checkpoints.get(shard)?.replayFrom[name] ?? 0;
    if (from <= last) positions[writer] = from;
  }
  const openCalls = await restoreOpenCalls(options, checkpoints.values(), await store.storedBeyond(positions));
  const packets = await replay(options, positions);
  const whole = await Promise.all(shards.map((shard) => shard.ask("wholeCheckpoint", null)));
  await options.settled();
  await retire(options, checkpoints, positions, whole);
  return { packets, openCalls, tookMs: performance.now() - started };
}

async function restoreOpenCalls(options: RecoveryOptions, checkpoints: Iterable<Checkpoint & { openCalls: { id: string; json: string }[] }>,
  applied: Map<string, Record<string, number>>): Promise<number> {
  const { shards } = options;
  const calls: string[][] = shards.map(() => []);
  const sequences: [string, Record<string, number>][][] = shards.map(() => []);
  for (const checkpoint of checkpoints) {
    for (const { json } of checkpoint.openCalls) {
      const { call } = JSON.parse(json) as { call: { callId: string } };
      calls[hashText(call.callId) % shards.length]?.push(json);
    }
  }
  for (const entry of applied) sequences[hashText(entry[0]) % shards.length]?.push(entry);
  const restored = await Promise.all(shards.map((shard, i) => shard.ask("restore", { openCalls: calls[i] ?? [], applied: sequences[i] ?? [] })));
  return restored.reduce((sum, count) => sum + count, 0);
}

/** All writers together in receive order, which is the order in which they were tracked. */
async function replay({ reader, shards, shardOf, onProgress }: RecoveryOptions, positions: Record<string, number>): Promise<number> {
  const streams = Object.entries(positions).map(([writer, from]) => reader.replay(writer, from));
  const batches: ArchivedPacket[][] = shards.map(() => []);
  const send = async (shard: number): Promise<void> => {
    const packets = batches[shard]?.splice(0) ?? [];
    if (packets.length > 0) await shards[shard]?.ask("replay", { packets });
  };
  let count = 0;
  for await (const packet of inReceiveOrder(streams)) {
    const shard = shardOf(packet);
    count += 1;
    if ((batches[shard]?.push(packet) ?? 0) >= PACKETS_A_BATCH) {
      await send(shard);
      onProgress(count);
    }
  }
  await Promise.all(shards.map((_, shard) => send(shard)));
  return count;
}

async function* inReceiveOrder(streams: readonly AsyncIterable<ArchivedPacket>[]): AsyncIterable<ArchivedPacket> {
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

/** In one transaction: what is open now belongs to this boot's shards, and earlier writers owe nothing any more. */
async function retire({ store, reader }: RecoveryOptions, old: Map<string, Checkpoint>, positions: Record<string, number>, whole: readonly Checkpoint[]): Promise<void> {
  const retired = new Map<string, Checkpoint>();
  for (const { writer, last } of await reader.writers()) {
    const { shard, class: name } = splitWriter(writer);
    if (!(writer in positions) && !old.has(shard)) continue;
    const known = old.get(shard);
    const checkpoint = retired.get(shard) ?? { shard, replayFrom: { ...known?.replayFrom }, openCalls: (known?.openCalls ?? []).map(({ id }) => ({ id, json: null })), takenAtUs: known?.takenAtUs ?? 0 };
    checkpoint.replayFrom[name as SegmentClass] = last + 1;
    retired.set(shard, checkpoint);
  }
  for (const checkpoint of whole) retired.delete(checkpoint.shard);
  await store.append({ count: 0, columns: [] }, [...retired.values(), ...whole], []);
}
