// The thread of one shard: ports in and out, the beat, and the queue between them. All thinking is in shard.ts.
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { createClock } from "../clock.ts";
import type { SlabMessage } from "../slab.ts";
import { createLogWriter } from "../store/log/mod.ts";
import type { FromShard, ToShard } from "./messages.ts";
import { createShard, type Shard, type ShardOptions } from "./shard.ts";
import { createSlabWork } from "./slab-work.ts";

export interface ShardData {
  settings: Omit<ShardOptions, "writer" | "now" | "send"> & { directory: string; collector: string; boot: number; shard: number };
  /** Slabs from the receiver and from imports; each goes back where it came from. */
  sources: MessagePort[];
  book: MessagePort;
}

/** A packet is on disk so long after it came, at most; longer would make larger and better compressed blocks, and no longer "live". */
const BEAT_MS = 200;
/** Larger blocks than the archive's default: a sixth smaller and no dearer to compress at the rates where size matters. */
const BLOCK_PACKETS = 2048;
const BLOCK_BYTES = 2048 * 1024;
const SECOND_MS = 1000;
const CHECKPOINT_MS = 5000;

function start({ settings, sources, book }: ShardData): void {
  const now = createClock();
  const { directory, collector, boot, shard: number } = settings;
  const writer = createLogWriter({ directory, collector, boot, shard: number, now, maxBlockPackets: BLOCK_PACKETS, maxBlockBytes: BLOCK_BYTES });
  const shard = createShard({ ...settings, writer, now, send: (message) => book.postMessage(message) });
  const work = createSlabWork(shard);
  for (const source of sources) {
    source.on("message", (message: SlabMessage) => work.add(message, (buffer) => source.postMessage(buffer, [buffer])));
  }
  // A port tells that its other end is closed after everything that was posted before: then nothing more comes.
  const sourcesClosed = Promise.all(sources.map((source) => new Promise<void>((resolve) => source.once("close", () => resolve()))));
  const timers = [
    setInterval(() => shard.beat(), BEAT_MS),
    setInterval(() => shard.second(), SECOND_MS),
    setInterval(() => shard.checkpoint(), CHECKPOINT_MS),
  ];
  const close = async (ask: Ask): Promise<void> => {
    await sourcesClosed;
    await work.drain();
    for (const timer of timers) clearInterval(timer);
    answer(shard, book, ask);
    // The last answers are on their way: closing a port delivers what was posted before.
    book.close();
    parentPort?.close();
  };
  book.on("message", (message: ToShard) => {
    if (message.kind === "committed") shard.committed(message.batch);
    else if (message.kind === "watch") shard.watch(message.on);
    else if (message.kind === "belonging") shard.belongTo(message.belonging);
    else if (message.question === "close") void close(message);
    else work.ask(() => answer(shard, book, message));
  });
}

type Ask = Extract<ToShard, { kind: "ask" }>;

function answer(shard: Shard, book: MessagePort, { id, question, ask }: Ask): void {
  const post = (message: FromShard): void => book.postMessage(message);
  try {
    post({ kind: "answer", id, answer: shard.answer(question, ask as never) });
  } catch (error) {
    post({ kind: "failed", id, message: (error as Error).stack ?? String(error) });
  }
}

if (workerData) start(workerData as ShardData);
