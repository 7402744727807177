// Slabs that wait for the shard, worked off one at a time in order of arrival. Between two of them everything else has its turn: a port
// hands over up to a thousand messages in a row, and a busy receiver would keep the clock, fsync and questions waiting for half a minute.
import type { SlabMessage } from "../slab.ts";
import type { Shard } from "./shard.ts";

export interface SlabWork {
  /** `giveBack` returns the buffer to where it came from. */
  add(message: SlabMessage, giveBack: (buffer: ArrayBuffer) => void): void;
  /** Resolves when everything added is worked off, whether or not the book keeps up: the number of slabs is bound enough. */
  drain(): Promise<void>;
}

interface Waiting {
  message: SlabMessage;
  giveBack(buffer: ArrayBuffer): void;
}

/** Above this many uncommitted rows slabs wait: the book is behind, and memory is bounded. The receiver then runs out of slabs, and counts. */
export const MAX_UNCOMMITTED = 6000;
const WAIT_MS = 5;

export function createSlabWork(shard: Pick<Shard, "slab" | "uncommitted">): SlabWork {
  const queue: Waiting[] = [];
  let scheduled = false;
  let draining = false;
  let drained: (() => void)[] = [];

  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    if (!draining && shard.uncommitted > MAX_UNCOMMITTED) setTimeout(work, WAIT_MS);
    else setImmediate(work);
  };
  const work = (): void => {
    scheduled = false;
    if (draining || shard.uncommitted <= MAX_UNCOMMITTED) {
      const next = queue.shift();
      if (next) {
        shard.slab(next.message);
        next.giveBack(next.message.buffer);
      }
    }
    if (queue.length > 0) return schedule();
    for (const resolve of drained) resolve();
    drained = [];
  };

  return {
    add(message, giveBack) {
      queue.push({ message, giveBack });
      schedule();
    },
    drain() {
      draining = true;
      return new Promise((resolve) => {
        drained.push(resolve);
        schedule();
      });
    },
  };
}
