// How far the archive is safe: everything received before `throughUs` is written and synced (or was given up on a full disk, and counted).
import { SEGMENT_CLASSES } from "@sipglass/model";
import type { LogWriter } from "../store/log/log.ts";

export interface StoredMark {
  /** Everything received before is appended. */
  received(throughUs: number): void;
  flushAndSync(): void;
  readonly throughUs: number;
}

export function createStoredMark(writer: LogWriter): StoredMark {
  let receivedUs = 0;
  let throughUs = 0;
  return {
    received: (us) => void (receivedUs = Math.max(receivedUs, us)),
    flushAndSync() {
      const upTo = receivedUs;
      writer.flush();
      writer.sync();
      const positions = writer.positions();
      // A sync that failed leaves `state` as it is: only the positions tell.
      if (SEGMENT_CLASSES.every((name) => positions[name].synced === positions[name].appended)) throughUs = upTo;
    },
    get throughUs() {
      return throughUs;
    },
  };
}
