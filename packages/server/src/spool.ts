// Slabs for which a shard has no room now wait in a file, first in, first out: a burst that memory cannot hold costs time, not packets. The file
// has no name, so that nothing is left of it when the process ends, however it ends; when nothing waits it takes no room.
import { closeSync, ftruncateSync, mkdirSync, openSync, readSync, unlinkSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import type { SlabMessage } from "./slab.ts";

export interface Spool {
  /** False when it is full, or the disk is. The buffer stays the caller's. */
  put(slab: SlabMessage): boolean;
  /** The one that has waited longest, read into this buffer; undefined when none waits. */
  take(into: ArrayBuffer): SlabMessage | undefined;
  /** Slabs that wait. */
  readonly waiting: number;
  close(): void;
}

export interface SpoolOptions {
  file: string;
  slabBytes: number;
  /** Most that may wait. */
  slabs: number;
}

type Waiting = Omit<SlabMessage, "buffer"> & { slot: number };

export function createSpool({ file, slabBytes, slabs }: SpoolOptions): Spool {
  const queue: Waiting[] = [];
  const freeSlots: number[] = [];
  let slotsMade = 0;
  let handle: number | undefined;

  const reset = (): void => {
    if (handle !== undefined) ftruncateSync(handle, 0);
    freeSlots.length = 0;
    slotsMade = 0;
  };
  return {
    put({ buffer, ...slab }) {
      if (queue.length >= slabs) return false;
      const slot = freeSlots.pop() ?? slotsMade++;
      try {
        handle ??= openNameless(file);
        if (writeSync(handle, new Uint8Array(buffer, 0, slab.used), 0, slab.used, slot * slabBytes) === slab.used) {
          queue.push({ ...slab, slot });
          return true;
        }
      } catch {
        // No room on the disk, or none to write to: the caller counts what it has to let go of.
      }
      freeSlots.push(slot);
      return false;
    },
    take(into) {
      const next = queue.shift();
      if (!next || handle === undefined) return undefined;
      const { slot, ...slab } = next;
      for (let at = 0; at < slab.used; ) {
        const count = readSync(handle, new Uint8Array(into, at, slab.used - at), 0, slab.used - at, slot * slabBytes + at);
        if (count === 0) throw new Error(`${file} ends before what was written to it`);
        at += count;
      }
      freeSlots.push(slot);
      if (queue.length === 0) reset();
      return { ...slab, buffer: into };
    },
    get waiting() {
      return queue.length;
    },
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

function openNameless(file: string): number {
  mkdirSync(dirname(file), { recursive: true, mode: 0o750 });
  const handle = openSync(file, "w+", 0o600);
  unlinkSync(file);
  return handle;
}
