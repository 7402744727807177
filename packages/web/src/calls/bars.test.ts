// Histogram geometry.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRfc3339 } from "@sipglass/model";
import type { Histogram } from "../api/shapes.ts";
import { bars, brushRange, ticks, totals } from "./bars.ts";

const histogram: Histogram = {
  from: "2026-11-20T14:00:00.000000Z",
  to: "2026-11-20T15:00:00.000000Z",
  bucket_s: 1800,
  further: 0,
  total: 11,
  items: [
    { at: "2026-11-20T14:00:00.000000Z", by_state: { completed: 6, failed: 2 } },
    { at: "2026-11-20T14:30:00.000000Z", by_state: { completed: 2, busy: 1 } },
  ],
};
const from = fromRfc3339(histogram.from);

test("the tallest bucket fills the height; answered stands at the base, failed on top", () => {
  const [first, second] = bars(histogram, 200, 80);
  assert.deepEqual(first?.segments, [
    { outcome: "answered", y: 20, height: 60 },
    { outcome: "failed", y: 0, height: 20 },
  ]);
  assert.equal(second?.segments[0]?.height, 20);
  assert.equal(second?.x, 100);
});

test("one call among thousands still shows", () => {
  const lone = { ...histogram, items: [{ at: histogram.from, by_state: { completed: 9999, failed: 1 } }] };
  assert.ok((bars(lone, 200, 50)[0]?.segments[1]?.height ?? 0) >= 1);
});

test("an empty histogram has bars without segments and no division by nothing", () => {
  const empty = { ...histogram, items: histogram.items.map((item) => ({ ...item, by_state: {} })) };
  assert.deepEqual(
    bars(empty, 200, 50).map((bar) => [bar.total, bar.segments.length]),
    [
      [0, 0],
      [0, 0],
    ],
  );
});

test("states are counted into their outcomes", () => {
  assert.deepEqual([...totals(histogram)].sort(), [
    ["answered", 8],
    ["failed", 2],
    ["unanswered", 1],
  ]);
});

test("a brush is a range in either direction, clipped to the chart; a click is none", () => {
  const quarter = { fromUs: from + 15 * 60e6, toUs: from + 45 * 60e6 };
  assert.deepEqual(brushRange(histogram, 200, 50, 150), quarter);
  assert.deepEqual(brushRange(histogram, 200, 150, 50), quarter);
  assert.deepEqual(brushRange(histogram, 200, -40, 500), { fromUs: from, toUs: from + 3600e6 });
  assert.equal(brushRange(histogram, 200, 50, 52), null);
});

test("ticks fall on round times of the zone", () => {
  const at = ticks(from, from + 86_400e6, 1200, 330);
  assert.ok(at.length >= 4 && at.length <= 13);
  for (const tick of at) assert.equal((tick / 60e6 + 330) % 60, 0);
});
