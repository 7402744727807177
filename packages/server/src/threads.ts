// The threads of the server and the ports between them: one receiver, N shards, one book. Started here, stopped here, in the order of the data.
import { join } from "node:path";
import { MessageChannel, Worker, type MessagePort } from "node:worker_threads";
import { SipglassError, type Belonging } from "@sipglass/model";
import type { BookData } from "./book/book-thread.ts";
import type { ExaminerData } from "./book/examine/examiner-thread.ts";
import { createBookClient, type BookClient } from "./book/client.ts";
import type { CaptureCounters } from "./capture/intake.ts";
import type { FromReceiver, ListenerName, ReceiverData, ReceiverSettings } from "./capture/receiver.ts";
import type { Config } from "./config.ts";
import type { DataPlaces } from "./data-places.ts";
import { setHeapFlags } from "./heap-flags.ts";
import type { Log } from "./log.ts";
import type { ShardData } from "./pipeline/shard-thread.ts";

export interface Threads {
  book: BookClient;
  /** Ports on which imports feed the shards, one a shard. */
  importPorts: MessagePort[];
  /** Opens the listeners; resolves with what they are bound to, rejects with port_in_use and the like (all of them named). */
  listen(): Promise<Listening[]>;
  readonly capture: CaptureCounters;
  /** Stops receiving, lets everything flow through, writes and commits it. */
  stop(): Promise<void>;
}

export interface Listening {
  listener: ListenerName;
  host: string;
  port: number;
  warnings: string[];
}

/** Of all shards together, for late messages: those of half a minute at three hundred calls a second, of three seconds at three thousand. */
const MAX_LINGERING = 9_000;
/**
 * Messages die young, calls live for seconds: with room for many messages the collector of a shard copies less of what will die anyway (more than
 * this was measured to gain nothing). The others keep little, and what they let go of (datagrams, batches) should be given back soon.
 */
const YOUNG_MB = { shard: 24, book: 12, receiver: 6, examiner: 6 };

export interface Surroundings {
  places: DataPlaces;
  /** Whose calls are, to begin with. */
  belonging: Belonging;
  log: Log;
}

export function startThreads(config: Config, { places, belonging, log }: Surroundings, onDeath: (thread: string, error: Error) => void): Threads {
  const numbers = Array.from({ length: config.shards }, (_, i) => i);
  const captured = numbers.map(() => new MessageChannel());
  const imported = numbers.map(() => new MessageChannel());
  const booked = numbers.map(() => new MessageChannel());
  setHeapFlags();
  const start = (room: keyof typeof YOUNG_MB, file: string, name: string, data: object, ports: MessagePort[]): Worker => {
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MB[room] };
    const worker = new Worker(new URL(file, import.meta.url), { name, workerData: data, transferList: ports, resourceLimits });
    worker.on("error", (error) => onDeath(name, error));
    return worker;
  };

  for (const i of numbers) {
    const data: ShardData = { settings: { ...shardSettings(config, places, i), belonging }, sources: [captured[i]!.port2, imported[i]!.port2], book: booked[i]!.port1 };
    start("shard", "./pipeline/shard-thread.ts", `shard-${i}`, data, [...data.sources, data.book]);
  }
  const examined = new MessageChannel();
  const examinerData: ExaminerData = { archiveDirectory: places.archive, codecs: config.codecs, book: examined.port1 };
  start("examiner", "./book/examine/examiner-thread.ts", "examiner", examinerData, [examined.port1]);
  const bookData: BookData = {
    indexDirectory: places.index, archiveDirectory: places.archive, storeMemoryBytes: config.storeMemoryBytes, headers: config.headers, shards: booked.map(({ port2 }) => port2),
    examiner: examined.port2,
  };
  const book = createBookClient(start("book", "./book/book-thread.ts", "book", bookData, [...bookData.shards, bookData.examiner]), (message) => log.error({ room: "book" }, message));
  const receiverData: ReceiverData = { settings: receiverSettings(config, places), shards: captured.map(({ port1 }) => port1) };
  const receiver = start("receiver", "./capture/receiver.ts", "receiver", receiverData, receiverData.shards);
  let capture: CaptureCounters = { packets: 0, bytes: 0, dropped: {}, spooledBytes: 0 };
  receiver.on("message", (message: FromReceiver) => {
    if (message.kind === "counters") capture = message.counters;
  });

  return {
    book,
    importPorts: imported.map(({ port1 }) => port1),
    listen: () => listen(receiver),
    get capture() {
      return capture;
    },
    async stop() {
      await closeReceiver(receiver);
      for (const { port1 } of imported) port1.close();
      await book.close();
    },
  };
}

function shardSettings(config: Config, places: DataPlaces, shard: number): ShardData["settings"] {
  const { collector, boot } = places;
  return {
    name: `${collector}-${boot}-${shard}`, directory: places.archive, collector, boot, shard, clockToleranceUs: config.clockToleranceUs, authKey: config.hepAuthKey,
    maxOpenCalls: Math.ceil(config.openCalls / config.shards), lingerUs: config.lingerUs, maxLingering: Math.ceil(MAX_LINGERING / config.shards),
    headers: config.headers, correlationHeaders: config.correlationHeaders, keeping: { discard: config.discardMethods, censor: config.censorMethods },
  };
}

function receiverSettings(config: Config, { root }: DataPlaces): ReceiverSettings {
  return {
    udp: config.hepUdp, tcp: config.hepTcp, tls: config.hepTls, ws: config.hepWs, idleMs: config.hepIdleUs / 1000, queueBytes: config.queueBytes,
    spoolBytes: config.spoolBytes, spoolDirectory: join(root, "spool"),
    tlsFiles: { cert: config.hepTlsCert, key: config.hepTlsKey, clientCa: config.hepTlsClientCa },
  };
}

function listen(receiver: Worker): Promise<Listening[]> {
  const opened: Listening[] = [];
  const failed: Extract<FromReceiver, { kind: "failed" }>[] = [];
  return new Promise((resolve, reject) => {
    receiver.on("message", (message: FromReceiver) => {
      if (message.kind === "listening") opened.push({ listener: message.listener, ...message.address, warnings: message.warnings });
      else if (message.kind === "failed") failed.push(message);
      else if (message.kind === "ready") {
        if (failed.length === 0) resolve(opened);
        else reject(listenError(failed));
      }
    });
    receiver.postMessage({ kind: "open" });
  });
}

const SETTING_OF: Record<ListenerName, string> = { udp: "SIPGLASS_HEP_UDP", tcp: "SIPGLASS_HEP_TCP", tls: "SIPGLASS_HEP_TLS", ws: "SIPGLASS_HEP_WS" };

function listenError(failed: Extract<FromReceiver, { kind: "failed" }>[]): SipglassError {
  const lines = failed.map(({ listener, address, code, message }) => {
    const what = `HEP over ${listener.toUpperCase()} on ${address.host}:${address.port}`;
    const setting = SETTING_OF[listener];
    return code === "EADDRINUSE" ? `${what}: the port is taken by another program. Stop it, or set ${setting} to another port or to off.` : `${what}: ${message}. See ${setting}.`;
  });
  return new SipglassError(failed.some(({ code }) => code === "EADDRINUSE") ? "port_in_use" : "bad_config", {}, lines.join("\n"));
}

function closeReceiver(receiver: Worker): Promise<void> {
  return new Promise((resolve) => {
    receiver.once("exit", () => resolve());
    receiver.postMessage({ kind: "close" });
  });
}
