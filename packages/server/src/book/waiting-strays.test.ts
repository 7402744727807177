// Reports wait for their call by name, leave in time, and are bounded in number.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Stray, StrayLeg } from "@sipglass/analyse";
import { createWaitingStrays } from "./waiting-strays.ts";

const stray = (sequence: number, end: string): Stray => ({
  writer: "w", sequence, eventUs: 1, agent: "a", correlationId: "", callIds: [], ends: [end], ssrcs: [],
});

/** Legs by the address that a report went to; how often somebody looked. */
function indexOf(legs: Record<string, StrayLeg[]>) {
  const asked: number[] = [];
  return { asked, match: ({ ends, sequence }: Stray): StrayLeg[] => (asked.push(sequence), legs[ends[0]!] ?? []) };
}

const LEG: StrayLeg = { owner: 0, id: "a", callId: "a", startedAtUs: 0, endedAtUs: 0 };

test("a leg that is told of is looked up for those alone who wait for one of its names", () => {
  const legs: Record<string, StrayLeg[]> = {};
  const index = indexOf(legs);
  const waiting = createWaitingStrays(index, 100);
  waiting.add(stray(1, "10.0.0.1:4001"), 0);
  waiting.add(stray(2, "10.0.0.2:4001"), 0);
  legs["10.0.0.1:4001"] = [LEG];
  assert.deepEqual(waiting.learnt(["media:10.0.0.9:1"]), []);
  assert.deepEqual(waiting.learnt(["media:10.0.0.1:4000", "call:a"]).map(({ leg, stray: { sequence } }) => [leg.id, sequence]), [["a", 1]]);
  assert.deepEqual([index.asked, waiting.size, waiting.unmatched], [[1], 1, 0]);
  assert.deepEqual(waiting.learnt(["media:10.0.0.1:4000"]), []);
});

test("who has waited long enough is looked up a last time, and counted when there is nothing", () => {
  const waiting = createWaitingStrays(indexOf({ "10.0.0.1:1": [LEG] }), 100);
  waiting.add(stray(1, "10.0.0.1:1"), 10);
  waiting.add(stray(2, "10.0.0.2:2"), 20);
  waiting.add(stray(3, "10.0.0.3:3"), 30);
  assert.deepEqual(waiting.leave(25).map(({ stray: { sequence } }) => sequence), [1]);
  assert.deepEqual([waiting.size, waiting.unmatched], [1, 1]);
});

test("of too many the oldest is let go, and counted", () => {
  const waiting = createWaitingStrays(indexOf({}), 2);
  for (const n of [1, 2, 3]) waiting.add(stray(n, `10.0.0.${n}:1`), n);
  assert.deepEqual([waiting.size, waiting.unmatched], [2, 1]);
  waiting.clear();
  assert.deepEqual([waiting.size, waiting.unmatched], [0, 0]);
});
