import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { getPriority } from "node:os";
import { platform } from "node:process";
import { test } from "node:test";
import { Worker } from "node:worker_threads";

const PRIORITY = JSON.stringify(new URL("./priority.ts", import.meta.url).href);

function inThread(work: string): Promise<number> {
  const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(`import { parentPort } from "node:worker_threads";
    import { getPriority } from "node:os"; import { goFirst, goLast } from ${PRIORITY}; ${work}; parentPort.postMessage(getPriority(0));`)}`));
  return new Promise((resolve, reject) => {
    let priority = NaN;
    worker.once("message", (value: number) => (priority = value)).once("exit", () => resolve(priority)).once("error", reject);
  });
}

test("the thread that goes first keeps its priority and all others have a lower one; the last has the lowest", { skip: platform === "linux" ? false : "priorities of threads are Linux's" }, async () => {
  const before = getPriority(0);
  assert.equal(await inThread("goFirst()"), before);
  assert.equal(getPriority(process.pid), Math.max(before, 5));
  assert.ok(readdirSync("/proc/self/task").every((thread) => getPriority(Number(thread)) >= Math.max(before, 5)));
  assert.equal(await inThread("goLast()"), 15);
});
