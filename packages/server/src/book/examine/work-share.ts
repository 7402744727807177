// How much of its time the examiner works while more waits: a good part where cores are idle, hardly any where capture needs them all. Its low priority
// alone would not do, since what it fills memory with is collected, and what it finds is stored, by others.
import { availableParallelism, cpus } from "node:os";

const LEAST = 0.02;
/** A quarter of the machine, and never all of the thread's time: half of it on two cores. */
const MOST = Math.min(0.9, availableParallelism() / 4);
/** Cores that stay free for bursts. */
const RESERVE_CORES = 0.4;
/** Of what is there beyond the reserve, so much is taken at a time; of what is missing, given back. */
const STEP = 0.5;
/** The system counts in steps of 10 ms. */
const SHORTEST_LOOK_MS = 200;

/** `spareCores`: not used by anybody since it was asked last; undefined = too little time has passed to say. */
export function createWorkShare(spareCores: () => number | undefined = createSpareCores(), mostShare = MOST): () => number {
  let share = mostShare;
  return () => {
    const spare = spareCores();
    if (spare !== undefined) share = Math.min(mostShare, Math.max(LEAST, share + STEP * (spare - RESERVE_CORES)));
    return share;
  };
}

interface Reading {
  atMs: number;
  /** Of all cores, as far as the system says. */
  idleMs: number;
  /** Of all threads of this process. */
  usedMs: number;
}

/** The less of what the machine has idle and what this process is granted of it (a container may have a part). */
export function createSpareCores(): () => number | undefined {
  let last = read();
  return () => {
    const now = read();
    const passedMs = now.atMs - last.atMs;
    if (passedMs < SHORTEST_LOOK_MS) return undefined;
    const idle = now.idleMs > 0 ? (now.idleMs - last.idleMs) / passedMs : Number.POSITIVE_INFINITY;
    const granted = availableParallelism() - (now.usedMs - last.usedMs) / passedMs;
    last = now;
    return Math.max(0, Math.min(idle, granted));
  };
}

function read(): Reading {
  const { user, system } = process.cpuUsage();
  return { atMs: performance.now(), idleMs: cpus().reduce((sum, { times }) => sum + times.idle, 0), usedMs: (user + system) / 1000 };
}
