// A server that goes and comes back, as the page sees it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createServerWatch } from "./server-state.ts";

test("silence is away; it is asked until it answers, is back for a while, and then as if nothing had been", async () => {
  const answers = [false, false, true];
  const waiting: (() => void)[] = [];
  let probes = 0;
  const watch = createServerWatch({ probe: async () => answers[probes++] ?? true, later: (work) => void waiting.push(work) });
  const heard: string[] = [];
  watch.subscribe(() => heard.push(watch.state()));
  const step = async (): Promise<void> => {
    waiting.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  watch.missed();
  watch.missed();
  assert.deepEqual([watch.state(), waiting.length], ["away", 1], "many requests that fail are one absence");
  await step();
  await step();
  assert.deepEqual([watch.state(), probes], ["away", 2]);
  await step();
  assert.equal(watch.state(), "back");
  await step();
  assert.deepEqual(heard, ["away", "back", "here"]);
});

test("a server that goes again while its return is still told is away, and stays so", async () => {
  const waiting: (() => void)[] = [];
  const watch = createServerWatch({ probe: async () => true, later: (work) => void waiting.push(work) });
  watch.missed();
  waiting.shift()?.();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(watch.state(), "back");
  const endOfBack = waiting.shift();
  watch.missed();
  endOfBack?.();
  assert.equal(watch.state(), "away");
});

test("a stream that breaks while the server answers is no absence", async () => {
  const watch = createServerWatch({ probe: async () => true, later: () => undefined });
  watch.suspect();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(watch.state(), "here");
  const gone = createServerWatch({ probe: async () => false, later: () => undefined });
  gone.suspect();
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(gone.state(), "away");
});
