// The thread of one shard: ports in and out, the beat, and the queue between them. All thinking is in shard.ts.
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { createClock } from "../clock.ts";
import type { SlabMessage } from "../slab.ts";
import { createLogWriter } from "../store/log/mod.ts";
import type { ToShard } from "./messages.ts";
import { createShard, type Shard, type ShardOptions } from "./shard.ts";

export interface ShardData {
  settings: Omit<ShardOptions, "writer" | "now" | "send"> & { directory: string; collector: string; boot: number; shard: number };
  /** Slabs from the receiver and from imports; each goes back where it came from. */
  sources: MessagePort[];
  book: MessagePort;
}

const BEAT_MS = 100;
const SECOND_MS = 1000;
const CHECKPOINT_MS = 5000;
/** Above this many uncommitted rows slabs wait: the book is behind, and memory is bounded. */
const MAX_UNCOMMITTED = 50_000;
const WAIT_MS = 5;

function start({ settings, sources, book }: ShardData): void {
  const now = createClock();
  const { directory, collector, boot, shard: number } = settings;
  const writer = createLogWriter({ directory, collector, boot, shard: number, now });
  const shard = createShard({ ...settings, writer, now, send: (message) => book.postMessage(message) });
  const queue: Waiting[] = [];
  for (const source of sources) {
    source.on("message", (message: SlabMessage) => {
      queue.push({ source, message });
      if (queue.length === 1) work(shard, queue);
    });
  }
  const timers = [
    setInterval(() => shard.beat(), BEAT_MS),
    setInterval(() => shard.second(), SECOND_MS),
    setInterval(() => shard.checkpoint(), CHECKPOINT_MS),
  ];
  const stop = (): void => {
    for (const timer of timers) clearInterval(timer);
    for (const source of sources) source.close();
    // The last answers are on their way: closing a port delivers what was posted before.
    book.close();
    parentPort?.close();
  };
  book.on("message", (message: ToShard) => {
    if (message.kind === "committed") shard.committed(message.batch);
    else if (message.kind === "watch") shard.watch(message.on);
    else answer(shard, book, message, stop);
  });
}

interface Waiting {
  source: MessagePort;
  message: SlabMessage;
}

/** Works off the queue in order; while the book is behind, slabs wait here and the receiver runs out of them: that is the bound. */
function work(shard: Shard, queue: Waiting[]): void {
  for (let next = queue[0]; next; next = queue[0]) {
    if (shard.uncommitted > MAX_UNCOMMITTED) {
      setTimeout(() => work(shard, queue), WAIT_MS);
      return;
    }
    shard.slab(next.message);
    next.source.postMessage(next.message.buffer, [next.message.buffer]);
    queue.shift();
  }
}

function answer(shard: Shard, book: MessagePort, message: Extract<ToShard, { kind: "ask" }>, stop: () => void): void {
  try {
    book.postMessage({ kind: "answer", id: message.id, answer: shard.answer(message.question, message.ask as never) });
  } catch (error) {
    book.postMessage({ kind: "failed", id: message.id, message: (error as Error).stack ?? String(error) });
  }
  if (message.question === "close") stop();
}

if (parentPort) start(workerData as ShardData);
