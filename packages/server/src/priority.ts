// Which thread goes first when there is more to do than the machine can: a datagram that is not fetched is lost, everything else can wait. On Linux a
// priority is one of a thread; elsewhere it would be that of the whole process, and nothing is done.
import { readdirSync, readlinkSync } from "node:fs";
import { getPriority, setPriority } from "node:os";
import { basename } from "node:path";
import { platform } from "node:process";

/** Niceness: a third of the weight of the first. */
const OTHERS = 5;
const LAST = 15;
const THIS_THREAD = 0;

/** All others, those of V8 and libuv too, yield to this thread from now on; those that they start do as well. */
export function goFirst(): void {
  if (platform !== "linux") return;
  const own = basename(readlinkSync("/proc/thread-self"));
  for (const thread of readdirSync("/proc/self/task")) {
    try {
      if (thread !== own && getPriority(Number(thread)) < OTHERS) setPriority(Number(thread), OTHERS);
    } catch {
      // It ended meanwhile.
    }
  }
}

/** This thread takes what time the others leave. */
export function goLast(): void {
  if (platform === "linux") setPriority(THIS_THREAD, LAST);
}
