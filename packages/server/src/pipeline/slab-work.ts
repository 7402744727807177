// Slabs and questions that wait for the shard, worked off in order of arrival, a slab and then a few questions at a time. Between two slabs the clock and
// fsync have their turn: a port hands over up to a thousand messages in a row, and a busy receiver would keep them waiting for half a minute.
import type { SlabMessage } from "../slab.ts";
import type { Shard } from "./shard.ts";

export interface SlabWork {
  /** `giveBack` returns the buffer to where it came from. */
  add(message: SlabMessage, giveBack: (buffer: ArrayBuffer) => void): void;
  /** Calls `answer` when it is its turn. */
  ask(answer: () => void): void;
  /** Resolves when everything added is worked off, whether or not the book keeps up: the number of slabs is bound enough. */
  drain(): Promise<void>;
}

interface Waiting {
  message: SlabMessage;
  giveBack(buffer: ArrayBuffer): void;
}

/** Above this many uncommitted rows slabs wait. The receiver then runs out of slabs, and what comes goes to disk. */
export const MAX_UNCOMMITTED = 6000;
const WAIT_MS = 5;
/** For questions, after each slab: who asks without end waits, and capture goes on (measured: four hundred searches a second stopped it). */
const QUESTIONS_MS = 2;

export function createSlabWork(shard: Pick<Shard, "slab" | "uncommitted">): SlabWork {
  const slabs: Waiting[] = [];
  const questions: (() => void)[] = [];
  let scheduled = false;
  let draining = false;
  let drained: (() => void)[] = [];

  /** The book is behind, and memory is bounded. */
  const isHeldUp = (): boolean => !draining && shard.uncommitted > MAX_UNCOMMITTED;
  const schedule = (): void => {
    if (scheduled) return;
    scheduled = true;
    if (isHeldUp() && questions.length === 0) setTimeout(work, WAIT_MS);
    else setImmediate(work);
  };
  const workOffSlab = (): void => {
    const next = isHeldUp() ? undefined : slabs.shift();
    if (!next) return;
    shard.slab(next.message);
    next.giveBack(next.message.buffer);
  };
  const answerSome = (): void => {
    const startedMs = performance.now();
    while (questions.length > 0 && performance.now() - startedMs < QUESTIONS_MS) questions.shift()!();
  };
  const work = (): void => {
    scheduled = false;
    workOffSlab();
    answerSome();
    if (slabs.length + questions.length > 0) return schedule();
    for (const resolve of drained) resolve();
    drained = [];
  };

  return {
    add(message, giveBack) {
      slabs.push({ message, giveBack });
      schedule();
    },
    ask(answer) {
      questions.push(answer);
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
