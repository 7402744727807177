// Which checkpoint holds the record of which open call. When such a call becomes a row, its record must go in the same transaction: a crash
// between the two would bring the call back as open while its packets count as stored.
import type { Checkpoint } from "../store/store.ts";

export interface OpenCalls {
  /** A checkpoint that is, or is going to be, stored. */
  note(checkpoint: Checkpoint): void;
  /** What takes the records of these calls back: checkpoints that say nothing else new. */
  takeBack(ids: readonly string[]): Checkpoint[];
  /** The store is empty now. */
  forget(): void;
}

export function createOpenCalls(): OpenCalls {
  const newest = new Map<string, Checkpoint>();
  /** Call id → shard whose checkpoint holds it. */
  const holders = new Map<string, string>();
  return {
    note(checkpoint) {
      const { shard } = checkpoint;
      newest.set(shard, { ...checkpoint, openCalls: [] });
      for (const { id, json } of checkpoint.openCalls) {
        if (json !== null) holders.set(id, shard);
        else if (holders.get(id) === shard) holders.delete(id);
      }
    },
    takeBack(ids) {
      const found = new Map<string, Checkpoint>();
      for (const id of ids) {
        const shard = holders.get(id);
        const position = shard === undefined ? undefined : newest.get(shard);
        if (shard === undefined || !position) continue;
        holders.delete(id);
        const checkpoint = found.get(shard) ?? { ...position, openCalls: [] };
        checkpoint.openCalls.push({ id, json: null });
        found.set(shard, checkpoint);
      }
      return [...found.values()];
    },
    forget() {
      newest.clear();
      holders.clear();
    },
  };
}
