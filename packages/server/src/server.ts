// Everything running: threads, recovery, faces. `serve` and `rebuild` differ only in what they open.
import { statfs } from "node:fs/promises";
import { createMediaReporter } from "@sipglass/analyse";
import { SipglassError, type Belonging } from "@sipglass/model";
import { createSlabQueue, type SlabQueue } from "./slab.ts";
import { createIntake } from "./capture/intake.ts";
import { createImporter } from "./capture/pcap-import.ts";
import type { Health, Questions } from "./book/questions.ts";
import { sharingMessages } from "./book/shared-messages.ts";
import { createClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { openDataPlaces, type DataPlaces } from "./data-places.ts";
import { reportHealth, type HealthSources } from "./health.ts";
import { keepLean } from "./heap-flags.ts";
import type { Log } from "./log.ts";
import { metricsText } from "./metrics.ts";
import { archiveSizeBytes, recoverSegments } from "./store/log/mod.ts";
import { startThreads, type Threads } from "./threads.ts";
import { VERSION } from "./version.ts";

export interface Server {
  questions: Questions;
  threads: Threads;
  places: DataPlaces;
  warnings: string[];
  stop(): Promise<void>;
}

const IMPORT_SLAB_BYTES = 1024 * 1024;
const IMPORT_SLABS = 4;
const ARCHIVE_SIZE_AGE_MS = 5000;

/** What a user that is not root may still write. */
async function diskOf(directory: string): Promise<Health["disk"]> {
  const { bavail, blocks, bsize } = await statfs(directory);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}

/** Opens data, recovers, and stands ready to listen. `openedPlaces` says, once the data directory is ours, whose calls are. */
export async function startServer(config: Config, log: Log, openedPlaces: (places: DataPlaces) => Belonging): Promise<Server> {
  const now = createClock();
  const startedAtUs = now();
  const places = openDataPlaces(config.dataDirectory);
  const belonging = openedPlaces(places);
  const repaired = await recoverSegments(places.archive);
  if (repaired.damage.length > 0) log.warn({ room: "archive", damage: repaired.damage, cut_bytes: repaired.cutBytes }, "damaged ends of segments were cut off");
  for (const { path, error } of repaired.refused) log.error({ room: "archive", path }, error.message);
  const deaths: string[] = [];
  const warnings: string[] = [...config.warnings];
  const stillborn = Promise.withResolvers<never>();
  stillborn.promise.catch(() => undefined);
  const threads = startThreads(config, { places, belonging, log }, (thread, error) => {
    deaths.push(`The ${thread} thread died: ${error.message}. Restart sipglass.`);
    log.error({ room: thread, err: error }, "thread died");
    stillborn.reject(new SipglassError("internal", {}, `The ${thread} thread could not start: ${error.message}`));
  });
  // A thread that dies now never answers: better no start than one that hangs.
  const { packets, openCalls, tookMs } = await Promise.race([threads.book.ready().then(() => threads.book.recover()), stillborn.promise]);
  log.info({ room: "book", packets, open_calls: openCalls, took_ms: Math.round(tookMs) }, "recovered");

  const sources: HealthSources = {
    version: VERSION, startedAtUs, state: () => threads.book.state(), capture: () => threads.capture,
    archiveBytes: cached(() => archiveSizeBytes(places.archive), ARCHIVE_SIZE_AGE_MS), disk: () => diskOf(places.archive), warnings, deaths,
  };
  const health = () => reportHealth(sources);
  const lean = keepLean();
  const queues = threads.importPorts.map((port) => createSlabQueue({ port, slabBytes: IMPORT_SLAB_BYTES, slabs: IMPORT_SLABS, imported: true }));
  const importer = createImporter({ intake: createIntake(queues, now), media: createMediaReporter, workedOff: () => workedOff(queues).then(() => threads.book.joinLegs()) });
  return {
    questions: sharingMessages({ ...threads.book, ...importer, health, metrics: async () => metricsText(await health()) }),
    threads, places, warnings,
    async stop() {
      lean.stop();
      await threads.stop();
      places.release();
    },
  };
}

const POLL_MS = 5;

async function workedOff(queues: readonly SlabQueue[]): Promise<void> {
  while (queues.some((queue) => queue.free < IMPORT_SLABS)) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
}

/** Asked often, made seldom: health is polled, and the archive may have many files. */
function cached<T>(make: () => Promise<T>, ageMs: number): () => Promise<T> {
  let value: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (!value || performance.now() > until) {
      value = make();
      until = performance.now() + ageMs;
    }
    return value;
  };
}
