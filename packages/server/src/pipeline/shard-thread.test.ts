// The thread of a shard as the server runs it: what was received before a stop is in the archive and in the last checkpoint.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { MessageChannel, Worker } from "node:worker_threads";
import { ALL, decodeCalls, MATCH_ALL } from "@sipglass/model";
import { openLogReader } from "../store/log/mod.ts";
import type { Checkpoint } from "../store/store.ts";
import { frameOf, packetOf, sipText, slabOf } from "./frames.fixture.ts";
import type { FromShard, ShardQuestion, ToShard } from "./messages.ts";
import type { ShardData } from "./shard-thread.ts";

function startThread() {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-thread-"));
  const [captured, imported, booked] = [new MessageChannel(), new MessageChannel(), new MessageChannel()];
  const settings: ShardData["settings"] = {
    name: "ctest-1-0", directory, collector: "ctest", boot: 1, shard: 0, clockToleranceUs: Infinity, authKey: "", maxOpenCalls: 100_000, lingerUs: 32e6, maxLingering: 100_000, headers: [], correlationHeaders: [],
  };
  const data: ShardData = { settings, sources: [captured.port2, imported.port2], book: booked.port2 };
  const worker = new Worker(new URL("./shard-thread.ts", import.meta.url), { workerData: data, transferList: [...data.sources, data.book] });
  const answers = new Map<number, (message: FromShard) => void>();
  let lastId = 0;
  booked.port1.on("message", (message: FromShard) => {
    if (message.kind === "answer" || message.kind === "failed") answers.get(message.id)?.(message);
  });
  const ask = (question: ShardQuestion, what: unknown): Promise<unknown> => {
    lastId += 1;
    const id = lastId;
    booked.port1.postMessage({ kind: "ask", id, question, ask: what } as ToShard);
    return new Promise((resolve, reject) => answers.set(id, (message) => (message.kind === "answer" ? resolve(message.answer) : reject(new Error(JSON.stringify(message))))));
  };
  return { directory, captured: captured.port1, imported: imported.port1, ask, exited: new Promise((resolve) => worker.once("exit", resolve)), close: () => booked.port1.close() };
}

const slabs = (count: number) =>
  Array.from({ length: count }, (_, slab) =>
    slabOf(Array.from({ length: 200 }, (_, i) => frameOf(packetOf(sipText({ start: "INVITE sip:a SIP/2.0", callId: `${slab}-${i}@host`, cseq: "1 INVITE" }), 1e15 + i))), 1e15 + slab));

test("a stop that is asked for while slabs are on their way is answered after the last of them", async () => {
  const thread = startThread();
  await thread.ask("settle", { all: false });
  for (const slab of slabs(20)) thread.captured.postMessage(slab, [slab.buffer]);
  for (const slab of slabs(10)) thread.imported.postMessage(slab, [slab.buffer]);
  const closing = thread.ask("close", null);
  // The receiver closes its ports when it has sent everything.
  thread.captured.close();
  thread.imported.close();
  const { openCalls, replayFrom } = (await closing) as Checkpoint;
  assert.equal(openCalls.length, 20 * 200);
  await thread.exited;
  const reader = await openLogReader({ directory: thread.directory });
  const [written] = await reader.writers();
  assert.deepEqual([written?.last, replayFrom["call"]], [20 * 200 - 1, 20 * 200]);
  await reader.close();
  thread.close();
});

test("questions are answered while slabs keep coming", async () => {
  const thread = startThread();
  await thread.ask("settle", { all: false });
  let given = 0;
  const fill = (): void => {
    given += 1;
    const [slab] = slabs(1);
    thread.captured.postMessage(slab, [slab!.buffer]);
  };
  thread.captured.on("message", () => void (given < 400 && fill()));
  for (let i = 0; i < 8; i += 1) fill();
  const found = decodeCalls((await thread.ask("search", { scope: ALL, query: MATCH_ALL, fromUs: 0, toUs: Infinity, limit: 5, order: "newest", after: null })) as Parameters<typeof decodeCalls>[0]);
  assert.ok(given < 100, `answered only after ${given} slabs`);
  assert.ok(found.length <= 5);
  given = 400;
  const closing = thread.ask("close", null);
  thread.captured.close();
  thread.imported.close();
  await closing;
  await thread.exited;
  thread.close();
});
