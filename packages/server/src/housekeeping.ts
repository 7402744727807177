// What must happen now and then, and never in the way of packets: retention by class and by bytes, sealing of closed hours and days.
import { Worker } from "node:worker_threads";
import { SEGMENT_CLASSES, type SegmentClass } from "@sipglass/model";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import type { Server } from "./server.ts";
import type { KeeperDone, KeeperJob } from "./store/keeper-thread.ts";

const FIRST_MS = 60_000;
const EVERY_MS = 10 * 60_000;
const HOUR_US = 3_600_000_000;
const DAY_US = 24 * HOUR_US;
/** Late RTCP and late legs may still change a day for so long after its end. */
const SEAL_DAY_AFTER_US = 2 * HOUR_US;

export interface House {
  /** More to do in every round. */
  every(chore: () => void): void;
  stop(): void;
}

export function keepHouse(config: Config, server: Server, log: Log): House {
  const chores: (() => void)[] = [];
  let keeper: Worker | undefined;
  const round = (): void => {
    for (const chore of chores) chore();
    const nowUs = Date.now() * 1000;
    // A round that is still at work keeps everything that is due; the next looks again.
    if (!keeper) {
      keeper = startKeeper(jobOf(config, server.places.archive, nowUs), log);
      keeper.once("exit", () => (keeper = undefined));
    }
    void keepIndex(config, server, log, nowUs);
  };
  const first = setTimeout(round, FIRST_MS);
  const every = setInterval(round, EVERY_MS);
  return {
    every: (chore) => void chores.push(chore),
    stop() {
      clearTimeout(first);
      clearInterval(every);
      void keeper?.terminate();
    },
  };
}

/** A thread for each round: idle, it would only cost memory. */
function startKeeper(workerData: KeeperJob, log: Log): Worker {
  const worker = new Worker(new URL("./store/keeper-thread.ts", import.meta.url), { name: "keeper", workerData });
  worker.on("error", (error) => log.error({ room: "keeper", err: error }, "housekeeping of the archive failed; it will be tried again"));
  worker.on("message", (done: KeeperDone) => {
    if (done.removed + done.sealed > 0) log.info({ room: "keeper", ...done }, "housekeeping");
  });
  return worker;
}

export function retentionOf(config: Config): Record<SegmentClass, number> {
  return { call: config.retainCallUs, register: config.retainRegisterUs, other: config.retainOtherUs, media: config.retainMediaUs, log: config.retainLogUs };
}

function jobOf(config: Config, directory: string, nowUs: number): KeeperJob {
  const retention = retentionOf(config);
  const removeBefore = SEGMENT_CLASSES.filter((name) => retention[name] > 0).map((name) => ({ class: name, us: nowUs - retention[name] }));
  return { directory, removeBefore, maxBytes: config.retainBytes, sealBeforeUs: config.seal ? nowUs - HOUR_US : 0 };
}

/** The index keeps calls as long as any of their packets may be kept; imported captures from before this installation stay. */
async function keepIndex(config: Config, { threads, places }: Server, log: Log, nowUs: number): Promise<void> {
  const kept = Object.values(retentionOf(config));
  try {
    if (!kept.includes(0)) await threads.book.dropBefore(nowUs - Math.max(...kept), places.madeAtUs);
    if (config.seal) await threads.book.seal(Math.floor((nowUs - SEAL_DAY_AFTER_US) / DAY_US) * DAY_US);
  } catch (error) {
    log.error({ room: "book", err: error }, "housekeeping of the index failed; it will be tried again");
  }
}
