// The receiving thread: opens the listeners, fills slabs, sends them on every few milliseconds. Nothing else may run here.
import { join } from "node:path";
import { parentPort, workerData, type MessagePort } from "node:worker_threads";
import { createClock } from "../clock.ts";
import { goFirst } from "../priority.ts";
import { createSlabQueue, type SlabQueue } from "../slab.ts";
import { createSpool } from "../spool.ts";
import { createIntake, type CaptureCounters, type Intake } from "./intake.ts";
import { listenTcp, type TlsFiles } from "./tcp.ts";
import { listenUdp, type Listener } from "./udp.ts";
import { listenWebSocket } from "./websocket.ts";

interface Address {
  host: string;
  port: number;
}

export interface ReceiverSettings {
  udp: Address | null;
  tcp: Address | null;
  tls: Address | null;
  ws: Address | null;
  tlsFiles: TlsFiles;
  idleMs: number;
  queueBytes: number;
  /** Of all shards together; 0 = none. */
  spoolBytes: number;
  spoolDirectory: string;
}

export interface ReceiverData {
  settings: ReceiverSettings;
  shards: MessagePort[];
}

export type ListenerName = "udp" | "tcp" | "tls" | "ws";

export type FromReceiver =
  | { kind: "listening"; listener: ListenerName; address: Address; warnings: string[] }
  | { kind: "failed"; listener: ListenerName; address: Address; code: string; message: string }
  | { kind: "ready" }
  | { kind: "closed" }
  | { kind: "counters"; counters: CaptureCounters };

export type ToReceiver = { kind: "open" } | { kind: "close" };

const SLAB_BYTES = 1024 * 1024;
const FLUSH_MS = 10;
const TICK_MS = 200;
const COUNTERS_MS = 500;

const OPENERS: Record<ListenerName, (settings: ReceiverSettings, address: Address, intake: Intake) => Promise<Listener>> = {
  udp: (_settings, address, intake) => listenUdp({ ...address, intake }),
  tcp: (settings, address, intake) => listenTcp({ ...address, intake, idleMs: settings.idleMs }),
  tls: (settings, address, intake) => listenTcp({ ...address, intake, idleMs: settings.idleMs, tls: settings.tlsFiles }),
  ws: (_settings, address, intake) => listenWebSocket({ ...address, intake }),
};

function start(port: MessagePort, { settings, shards }: ReceiverData): void {
  goFirst();
  const queues = openQueues(settings, shards);
  const intake = createIntake(queues, createClock());
  const post = (message: FromReceiver): void => port.postMessage(message);
  const listeners: Listener[] = [];
  const timers = [
    setInterval(() => intake.flush(false), FLUSH_MS),
    setInterval(() => intake.flush(true), TICK_MS),
    setInterval(() => post({ kind: "counters", counters: { ...intake.counters, spooledBytes: spooledBytes(queues) } }), COUNTERS_MS),
  ];
  port.on("message", (message: ToReceiver) => {
    if (message.kind === "open") void openAll(settings, intake, listeners, post);
    else void closeAll();
  });
  const closeAll = async (): Promise<void> => {
    await Promise.all(listeners.map((listener) => listener.close()));
    await spoolsEmpty(queues);
    for (const timer of timers) clearInterval(timer);
    intake.flush(true);
    post({ kind: "counters", counters: intake.counters });
    post({ kind: "closed" });
    port.close();
    for (const shard of shards) shard.close();
  };
}

function openQueues({ queueBytes, spoolBytes, spoolDirectory }: ReceiverSettings, shards: readonly MessagePort[]): SlabQueue[] {
  const share = (bytes: number): number => Math.floor(bytes / SLAB_BYTES / shards.length);
  return shards.map((port, i) => {
    const spool = spoolBytes > 0 ? { spool: createSpool({ file: join(spoolDirectory, `shard-${i}`), slabBytes: SLAB_BYTES, slabs: share(spoolBytes) }) } : {};
    return createSlabQueue({ port, slabBytes: SLAB_BYTES, slabs: Math.max(3, share(queueBytes)), ...spool });
  });
}

/** A shard that takes nothing for so long is gone. */
const PATIENCE_MS = 10_000;

async function spoolsEmpty(queues: readonly SlabQueue[]): Promise<void> {
  let before = spooledBytes(queues);
  for (let idleMs = 0; before > 0 && idleMs < PATIENCE_MS; idleMs += FLUSH_MS) {
    await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
    const now = spooledBytes(queues);
    if (now < before) idleMs = 0;
    before = now;
  }
}

const spooledBytes = (queues: readonly SlabQueue[]): number => queues.reduce((sum, { spooled }) => sum + spooled * SLAB_BYTES, 0);

async function openAll(settings: ReceiverSettings, intake: Intake, listeners: Listener[], post: (message: FromReceiver) => void): Promise<void> {
  for (const listener of Object.keys(OPENERS) as ListenerName[]) {
    const address = settings[listener];
    if (!address) continue;
    try {
      const opened = await OPENERS[listener](settings, address, intake);
      listeners.push(opened);
      post({ kind: "listening", listener, address: opened.address, warnings: opened.warnings });
    } catch (error) {
      const { code = "", message } = error as NodeJS.ErrnoException;
      post({ kind: "failed", listener, address, code, message });
    }
  }
  post({ kind: "ready" });
}

if (parentPort && workerData) start(parentPort as unknown as MessagePort, workerData as ReceiverData);
