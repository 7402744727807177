// Where every listener hands its frames: stamps them, chooses the shard, fills slabs, counts what had no room.
import { shardOf } from "../route.ts";
import type { SlabQueue } from "../slab.ts";

export interface CaptureCounters {
  packets: number;
  bytes: number;
  /** reason → packets (or bytes for junk) that did not get in. */
  dropped: Record<string, number>;
  /** Slabs on disk for which the shards have had no room yet, in bytes of room. */
  spooledBytes: number;
}

export interface Intake {
  /** False when its shard has no room now. `counted` drops are the caller's decision. */
  take(frame: Uint8Array, peer: string): boolean;
  drop(reason: string, count?: number): void;
  onRoom(listener: () => void): void;
  flush(tick: boolean): void;
  readonly counters: CaptureCounters;
}

export function createIntake(queues: readonly SlabQueue[], now: () => number): Intake {
  const counters: CaptureCounters = { packets: 0, bytes: 0, dropped: {}, spooledBytes: 0 };
  return {
    counters,
    take(frame, peer) {
      const queue = queues.length === 1 ? queues[0] : queues[shardOf(frame, peer, queues.length)];
      if (!queue?.write(frame, peer, now())) return false;
      counters.packets += 1;
      counters.bytes += frame.length;
      return true;
    },
    drop(reason, count = 1) {
      counters.dropped[reason] = (counters.dropped[reason] ?? 0) + count;
    },
    onRoom(listener) {
      for (const queue of queues) queue.onRoom(listener);
    },
    flush(tick) {
      const throughUs = now();
      for (const queue of queues) queue.flush(throughUs, tick);
    },
  };
}
