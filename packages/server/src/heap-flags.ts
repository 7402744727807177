// How V8 keeps the heaps of the process. Flags that are set before threads begin tell their files of compiled code apart, too.
import { setFlagsFromString } from "node:v8";

/** Garbage that V8 lets gather before it collects the old generation, as a share of what lives: its own default is up to three times as much. */
const HEAP_GROWING_PERCENT = 60;
const LEAN_GROWING_PERCENT = 25;
/** Resident memory above which V8 spends time on giving it back. */
const LEAN_ABOVE_BYTES = 480 * 1024 * 1024;
const LOOK_MS = 1000;

/** For threads that begin from now on. */
export function setHeapFlags(): void {
  // What the launcher says for the main thread, which keeps little, would count for every thread.
  setFlagsFromString("--max-semi-space-size=0");
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
}

/**
 * Under load that fills the memory, collectors empty half-full pages and come sooner (measured: a tenth less memory for a tenth more time); below, time
 * counts for more. All threads heed the flag at their next collection.
 */
export function keepLean(): { stop(): void } {
  let lean = false;
  const look = setInterval(() => {
    const now = process.memoryUsage.rss() > LEAN_ABOVE_BYTES;
    if (now === lean) return;
    lean = now;
    setFlagsFromString(lean ? "--memory-saver-mode" : "--no-memory-saver-mode");
    setFlagsFromString(`--heap-growing-percent=${lean ? LEAN_GROWING_PERCENT : HEAP_GROWING_PERCENT}`);
  }, LOOK_MS).unref();
  return { stop: () => clearInterval(look) };
}
