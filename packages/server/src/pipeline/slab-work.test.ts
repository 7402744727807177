import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import type { SlabMessage } from "../slab.ts";
import { slabOf } from "./frames.fixture.ts";
import { createSlabWork, MAX_UNCOMMITTED } from "./slab-work.ts";

const slab = (number: number): SlabMessage => slabOf([], number);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function open() {
  const shard = { uncommitted: 0, done: [] as number[], slab: (message: SlabMessage) => void shard.done.push(message.throughUs) };
  return { shard, work: createSlabWork(shard) };
}

test("slabs are worked off in order and given back", async () => {
  const { shard, work } = open();
  const back: ArrayBuffer[] = [];
  const slabs = [1, 2, 3].map(slab);
  for (const message of slabs) work.add(message, (buffer) => back.push(buffer));
  await work.drain();
  assert.deepEqual(shard.done, [1, 2, 3]);
  assert.deepEqual(back, slabs.map(({ buffer }) => buffer));
});

test("while the book is behind slabs wait; when it has caught up they go on", async () => {
  const { shard, work } = open();
  shard.uncommitted = MAX_UNCOMMITTED + 1;
  work.add(slab(1), () => undefined);
  work.add(slab(2), () => undefined);
  await pause(30);
  assert.deepEqual(shard.done, []);
  shard.uncommitted = 0;
  for (let turns = 0; turns < 400 && shard.done.length < 2; turns += 1) await pause(5);
  assert.deepEqual(shard.done, [1, 2]);
});

test("at the end nothing waits for a book that is behind: what was received is worked off", async () => {
  const { shard, work } = open();
  shard.uncommitted = MAX_UNCOMMITTED + 1;
  work.add(slab(1), () => undefined);
  work.add(slab(2), () => undefined);
  await work.drain();
  assert.deepEqual(shard.done, [1, 2]);
  await work.drain();
});

test("a receiver that never pauses lets the clock and questions have their turn between two slabs", async () => {
  const { shard, work } = open();
  const { port1, port2 } = new MessageChannel();
  port1.on("message", (message: SlabMessage) => {
    // The receiver fills each slab again as soon as it is back.
    work.add(message, () => (shard.done.length < 3000 ? port2.postMessage(message) : port1.close()));
  });
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  const started = performance.now();
  shard.slab = (message) => {
    shard.done.push(message.throughUs);
    const until = performance.now() + 0.1;
    while (performance.now() < until);
  };
  for (let i = 0; i < 20; i += 1) port2.postMessage(slab(i));
  await new Promise((resolve) => port1.once("close", resolve));
  clearInterval(timer);
  assert.ok(ticks > (performance.now() - started) / 20, `${ticks} ticks while 3,000 slabs were worked off`);
});

test("who asks without end gets answers, and slabs are worked off all the same", async () => {
  const { shard, work } = open();
  let answered = 0;
  for (let i = 0; i < 50; i += 1) work.add(slab(i), () => undefined);
  for (let i = 0; i < 1000; i += 1) {
    work.ask(() => {
      answered += 1;
      const until = performance.now() + 1;
      while (performance.now() < until);
    });
  }
  shard.slab = (message) => {
    shard.done.push(message.throughUs);
    if (shard.done.length === 50) assert.ok(answered >= 49 && answered < 500, `${answered} answered while 50 slabs were worked off`);
  };
  await work.drain();
  assert.equal(shard.done.length, 50);
  assert.equal(answered, 1000);
});

test("questions are answered while slabs wait for a book that is behind", async () => {
  const { shard, work } = open();
  const answers: string[] = [];
  shard.uncommitted = MAX_UNCOMMITTED + 1;
  work.add(slab(1), () => undefined);
  for (const each of ["first", "second"]) work.ask(() => answers.push(each));
  for (let turns = 0; turns < 400 && answers.length < 2; turns += 1) await pause(5);
  assert.deepEqual(answers, ["first", "second"]);
  assert.deepEqual(shard.done, []);
  await work.drain();
});
