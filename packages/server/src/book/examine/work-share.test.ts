import assert from "node:assert/strict";
import { availableParallelism } from "node:os";
import { test } from "node:test";
import { createSpareCores, createWorkShare } from "./work-share.ts";

/** The share after each look, with so many cores idle before it. */
function shares(...spare: (number | undefined)[]): number[] {
  let looks = 0;
  const share = createWorkShare(() => spare[looks++], 0.5);
  return spare.map(() => Number(share().toFixed(2)));
}

test("with cores idle the share is the most that is allowed, and no more however many there are", () => {
  assert.deepEqual(shares(1.7, 8, 63), [0.5, 0.5, 0.5]);
});

test("a machine that has nothing left gets nearly all of it within a few looks, and the share comes back when it is idle again", () => {
  assert.deepEqual(shares(0, 0, 0, 0), [0.3, 0.1, 0.02, 0.02]);
  assert.deepEqual(shares(0, 0, 0, 1.5, 1.5), [0.3, 0.1, 0.02, 0.5, 0.5]);
});

test("where a part of a core is left, the work settles so that the reserve stays free", () => {
  // Others leave 0.6 cores, and working takes as much of a core as its share.
  let now = 0.5;
  const share = createWorkShare(() => Math.max(0, 0.6 - now), 0.5);
  for (let i = 0; i < 20; i += 1) now = share();
  assert.ok(Math.abs(now - 0.2) < 0.01, String(now));
});

test("looks that follow too closely change nothing", () => {
  assert.deepEqual(shares(undefined, 0, undefined), [0.5, 0.3, 0.3]);
});

test("the machine itself is read: a core that works all the time is not spare, and too short a look says nothing", () => {
  const spare = createSpareCores();
  assert.equal(spare(), undefined);
  const untilMs = performance.now() + 500;
  while (performance.now() < untilMs);
  const cores = spare() ?? assert.fail();
  assert.ok(cores >= 0 && cores <= availableParallelism() - 0.6, String(cores));
});
