// Lines over time: every measured point is on the line, gaps stay gaps, the axis holds everything.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { linePath, nearest, niceCeiling, xOf, yOf } from "./line.ts";
import type { Frame } from "./line.ts";

const frame: Frame = { fromUs: 0, toUs: 100, low: 1, high: 5, width: 200, height: 40 };
const at = (atUs: number, value: number | null) => ({ atUs, value, ref: "" });

test("the ends of time and of the scale are the edges", () => {
  assert.deepEqual([xOf(frame, 0), xOf(frame, 100), yOf(frame, 1), yOf(frame, 5), yOf(frame, 9)], [0, 200, 40, 0, 0]);
});

test("what was not measured leaves a gap; a point alone is a stroke of its own", () => {
  assert.equal(linePath(frame, [at(0, 5), at(50, 1), at(60, null), at(100, 5)]), "M0 0L100 40M198 0h4");
  assert.equal(linePath(frame, [at(0, null)]), "");
});

test("the nearest point is one that was measured", () => {
  const points = [at(0, 2), at(40, null), at(100, 3)];
  assert.deepEqual([nearest(points, 45), nearest(points, 60), nearest([at(1, null)], 1)], [0, 2, -1]);
});

test("an axis ends at a round number that is not below the highest value", () => {
  assert.deepEqual([0, 0.3, 1, 1.2, 4, 5, 5.1, 120].map(niceCeiling), [1, 0.5, 1, 2, 5, 5, 10, 200]);
  fc.assert(
    fc.property(
      fc.double({ min: 1e-6, max: 1e9, noNaN: true }),
      (value) => niceCeiling(value) >= value * 0.999 && niceCeiling(value) <= value * 10.001,
    ),
    { numRuns: 200 },
  );
});
