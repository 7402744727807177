// The thread of one round of housekeeping: removes what is past its retention, trims to size, recompresses closed hours in its idle share of time.
import { parentPort, workerData } from "node:worker_threads";
import type { SegmentClass } from "@sipglass/model";
import { removeSegmentsBefore, sealClosedHours, trimToBytes } from "./log/mod.ts";

export interface KeeperJob {
  directory: string;
  /** Per class: segments whose hour ended before are unlinked. */
  removeBefore: { class: SegmentClass; us: number }[];
  /** 0 = no limit. */
  maxBytes: number;
  /** Hours that ended before are sealed; 0 = none. */
  sealBeforeUs: number;
}

export interface KeeperDone {
  removed: number;
  sealed: number;
  bytesFreed: number;
}

/** Sealing works a quarter of the time: it may take an hour for an hour, but never a core from the packets. */
const DUTY_CYCLE = 0.25;

async function keep({ directory, removeBefore, maxBytes, sealBeforeUs }: KeeperJob): Promise<KeeperDone> {
  const done: KeeperDone = { removed: 0, sealed: 0, bytesFreed: 0 };
  const removals = [];
  for (const { class: name, us } of removeBefore) removals.push(await removeSegmentsBefore(directory, name, us));
  if (maxBytes > 0) removals.push(await trimToBytes(directory, maxBytes));
  for (const { segments, bytes } of removals) {
    done.removed += segments;
    done.bytesFreed += bytes;
  }
  if (sealBeforeUs === 0) return done;
  for (const { outcome, bytesBefore, bytesAfter } of await sealClosedHours(directory, { olderThanUs: sealBeforeUs, dutyCycle: DUTY_CYCLE })) {
    if (outcome !== "sealed") continue;
    done.sealed += 1;
    done.bytesFreed += bytesBefore - bytesAfter;
  }
  return done;
}

if (parentPort && workerData) parentPort.postMessage(await keep(workerData as KeeperJob));
