// The tail of messages: each once, only what is new, bounded however much happens.
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { Call, MessageView } from "@sipglass/model";
import { createLiveTail } from "./live-tail.ts";
import { callOf, messageOf } from "./questions.fixture.ts";

interface Run {
  tail: ReturnType<typeof createLiveTail>;
  shown: string[];
  skipped: number[];
  errors: unknown[];
}

function run(read: (call: Call) => Promise<readonly MessageView[]>): Run {
  const [shown, skipped, errors]: [string[], number[], unknown[]] = [[], [], []];
  const tail = createLiveTail({
    sinceUs: 100,
    read,
    push: (items) => void shown.push(...items.map(({ call, message }) => `${call.id} ${message.ref}`)),
    onSkipped: (calls) => void skipped.push(calls),
    onError: (error) => void errors.push(error),
  });
  return { tail, shown, skipped, errors };
}

const message = (ref: string, receivedUs: number): MessageView => messageOf(callOf("c"), { ref, receivedUs });

test("messages of before are no news; each later one is shown once, in the order in which they were received", async () => {
  const all = [message("old", 99), message("b", 130), message("a", 120)];
  const { tail, shown } = run(async () => all);
  tail.changed([callOf("c")]);
  await sleep(10);
  all.push(message("d", 140));
  tail.changed([callOf("c")]);
  await sleep(10);
  assert.deepEqual(shown, ["c a", "c b", "c d"]);
  tail.close();
});

test("a message whose block was not written yet is found a moment later", async () => {
  const all: MessageView[] = [];
  const { tail, shown } = run(async () => all);
  tail.changed([callOf("c")]);
  await sleep(50);
  all.push(message("late", 150));
  await sleep(800);
  assert.deepEqual(shown, ["c late"]);
  tail.close();
});

test("of more calls than can be read the oldest are counted, not kept", async () => {
  let begin = (): void => undefined;
  const held = new Promise<void>((resolve) => (begin = resolve));
  const { tail, shown, skipped } = run(async (call) => (await held, [message(`m${call.id}`, 150)]));
  for (let i = 0; i < 500; i += 1) tail.changed([callOf(`c${i}`)]);
  begin();
  await sleep(50);
  assert.equal(skipped.reduce((sum, each) => sum + each, 0), 299);
  assert.deepEqual([shown.length, shown.at(-1)], [201, "c499 mc499"]);
  tail.close();
});

test("after it is closed nothing is shown; a fault is told and not thrown", async () => {
  const closed = run(async () => (await sleep(20), [message("x", 150)]));
  closed.tail.changed([callOf("c")]);
  closed.tail.close();
  const broken = run(async () => Promise.reject(new Error("gone")));
  broken.tail.changed([callOf("c")]);
  await sleep(40);
  assert.deepEqual([closed.shown, broken.errors.length], [[], 1]);
  broken.tail.close();
});
