// Classes of a distribution: every call is in one class, and the class's query is one.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseQuery } from "@sipglass/model";
import { classesOf } from "./classes.ts";

test("a delay stands in the class that holds it, and the query of the class says so", () => {
  const classes = classesOf({
    unit: "ms",
    of: "pdd",
    buckets: [
      { from: 420, to: 440, count: 7 },
      { from: 9000, to: 9400, count: 2 },
    ],
  });
  assert.deepEqual(
    classes.filter(({ count }) => count > 0).map(({ label, count, query }) => [label, count, query]),
    [
      ["200 ms – 500 ms", 7, "pdd>=200ms pdd<500ms"],
      ["8 s – 11 s", 2, "pdd>=8000ms pdd<11000ms"],
    ],
  );
});

test("no call is lost and none is counted twice; every class has a query that can be asked", () => {
  const bucket = fc.record({
    from: fc.double({ min: 0.0625, max: 1e6, noNaN: true }),
    width: fc.double({ min: 1, max: 1.05, noNaN: true }),
    count: fc.nat(1000),
  });
  fc.assert(
    fc.property(fc.array(bucket), fc.constantFrom("ms", "mos" as const), (all, unit) => {
      const buckets = all.map(({ from, width, count }) => ({ from, to: from * width, count }));
      const classes = classesOf({ unit: unit === "ms" ? "ms" : "mos", of: "pdd", buckets });
      assert.equal(
        classes.reduce((sum, { count }) => sum + count, 0),
        buckets.reduce((sum, { count }) => sum + count, 0),
      );
      for (const { query } of classes) assert.ok(parseQuery(query, { nowUs: 0 }).ok, query);
    }),
    { numRuns: 60 },
  );
});
