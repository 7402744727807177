// New, retransmission, seen by another agent, mirror duplicate.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sight, type Witness } from "./sightings.ts";

const MS = 1000;
const judge = (...sights: [print: number, agent: number, ms: number][]) => {
  const witness: Witness = { seen: [] };
  return sights.map(([print, agent, ms]) => sight(witness, print, agent, 1e15 + ms * MS));
};

test("the same agent within 50 ms is a mirror duplicate, from 50 ms on a retransmission", () => {
  assert.deepEqual(judge([7, 0, 0], [7, 0, 49], [7, 0, 50]), ["new", "duplicate", "retransmission"]);
});

test("a duplicate that comes with an earlier event time is a duplicate too", () => {
  assert.deepEqual(judge([7, 0, 10], [7, 0, 9]), ["new", "duplicate"]);
});

test("another agent's sighting is the same transmission, in whatever order they come and however far clocks are apart", () => {
  assert.deepEqual(judge([7, 0, 0], [7, 1, 3000], [7, 0, 500], [7, 1, 3500]), ["new", "also_seen", "retransmission", "also_seen"]);
  assert.deepEqual(judge([7, 1, 3000], [7, 1, 3500], [7, 0, 0], [7, 0, 500]), ["new", "retransmission", "also_seen", "also_seen"]);
});

test("a third agent is seen as well", () => {
  assert.deepEqual(judge([7, 0, 0], [7, 1, 1], [7, 2, 2], [7, 2, 600]), ["new", "also_seen", "also_seen", "retransmission"]);
});

test("other messages do not matter", () => {
  assert.deepEqual(judge([7, 0, 0], [8, 0, 1], [9, 1, 2]), ["new", "new", "new"]);
});

test("the memory is bounded: by age first, then by number", () => {
  const witness: Witness = { seen: [] };
  for (let i = 0; i < 1000; i++) sight(witness, i, 0, 1e15 + i * 1_000_000);
  assert.ok(witness.seen.length <= 96 * 3);
  assert.equal(sight(witness, 998, 0, 1e15 + 999_500_000), "retransmission");
  const burst: Witness = { seen: [] };
  for (let i = 0; i < 1000; i++) sight(burst, i, 0, 1e15);
  assert.ok(burst.seen.length <= 96 * 3);
  assert.equal(sight(burst, 999, 0, 1e15), "duplicate");
});
