// Scrolling: areas stay below what browsers can draw, few rows are drawn, and what is read stays where it is when rows come.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { courseOf, momentAt, shareOf } from "./course.ts";
import { areaHeight, baseAt, drawnRows, MOST_HEIGHT, neededBy, seenRows } from "./scroll-space.ts";
import { placeRows } from "./use-row-scroll.ts";

const row = 28;
const space = (base: number, view = 800) => ({ row, view, base });

test("an area holds all rows of a short list and is bounded for a long one", () => {
  assert.equal(areaHeight({ count: 50, first: true, last: true, total: 50 }, space(0)), 1400);
  for (const total of [1_000_000, 1e9])
    assert.ok(areaHeight({ count: 200, first: true, last: false, total }, space(0)) <= MOST_HEIGHT + 2000);
});

test("wherever one is, few rows are drawn and all that is seen is among them", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 11_900_000 }),
      fc.integer({ min: 0, max: 11_000_000 }),
      fc.integer({ min: 300, max: 2200 }),
      (scrollTop, base, view) => {
        const at = space(base, view);
        const seen = seenRows(at, scrollTop);
        const drawn = drawnRows(seen, { count: 400, first: false, last: false, total: 1e6 }, at);
        assert.ok(drawn.to - drawn.from <= 150, `${drawn.to - drawn.from}`);
        assert.ok(drawn.to >= seen.to && (drawn.from <= seen.from || base + drawn.from * row <= row));
      },
    ),
  );
});

test("close to an end more is asked for there, far away the rows of that place", () => {
  const loaded = { count: 400, first: false, last: false, total: 1e6 };
  assert.deepEqual(neededBy({ from: 350, to: 380 }, loaded), { type: "extend", side: "older" });
  assert.deepEqual(neededBy({ from: 10, to: 40 }, loaded), { type: "extend", side: "newer" });
  assert.deepEqual(
    [
      neededBy({ from: 5000, to: 5030 }, loaded).type,
      neededBy({ from: -900, to: -870 }, loaded).type,
      neededBy({ from: 150, to: 180 }, loaded).type,
    ],
    ["seek", "seek", "nothing"],
  );
  assert.equal(neededBy({ from: 350, to: 380 }, { ...loaded, last: true }).type, "nothing");
});

const ids = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, index) => `r${from + index}`);

test("rows that come above what is read do not move it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 150 }), fc.integer({ min: 1, max: 300 }), fc.boolean(), (read, more, first) => {
      const [before, after] = [ids(1000, 1200), ids(1000 - more, 1200)];
      const base = 50_000;
      const scrollTop = base + read * row + 5;
      const placed = placeRows(
        { ids: before, base, seeks: 1, share: 0 },
        { ids: after, loaded: { count: after.length, first, last: false, total: 1e5 }, space: space(base), scrollTop, seeks: 1 },
      );
      const onScreen = (index: number, top: number, at: number): number => top + index * row - at;
      assert.equal(onScreen(read + more, placed.base, placed.scrollTop), onScreen(read, base, scrollTop));
      if (first) assert.equal(placed.base, 0);
    }),
  );
});

test("who scrolled on beyond the rows in memory stays there when more come", () => {
  const loaded = { count: 600, first: true, last: false, total: 1e5 };
  const placed = placeRows(
    { ids: ids(0, 400), base: 0, seeks: 1, share: 0 },
    { ids: ids(0, 600), loaded, space: space(0), scrollTop: 520 * row, seeks: 1 },
  );
  assert.deepEqual(placed, { base: 0, scrollTop: 520 * row });
});

test("at the very top new rows push the others down, as the reader there wants", () => {
  const placed = placeRows(
    { ids: ids(5, 50), base: 0, seeks: 1, share: 0 },
    { ids: ids(0, 50), loaded: { count: 50, first: true, last: true, total: 50 }, space: space(0), scrollTop: 0, seeks: 1 },
  );
  assert.deepEqual(placed, { base: 0, scrollTop: 0 });
});

test("the share of a list that a moment has leads back to that moment", () => {
  const items = Array.from({ length: 20 }, (_, index) => ({
    at: new Date(1_795_000_000_000 + index * 60_000).toISOString(),
    by_state: index % 4 === 0 ? {} : { completed: 50 * index },
  }));
  const course = courseOf({ items, bucket_s: 60 });
  for (const share of [0.05, 0.3, 0.5, 0.77, 0.99]) {
    const us = momentAt(course, share);
    assert.ok(us !== null && Math.abs(shareOf(course, us) - share) < 0.001, `${share} ${us}`);
  }
  assert.equal(momentAt(courseOf({ items: [], bucket_s: 60 }), 0.5), null);
});

test("rows at a share of the list stand at that share of the area", () => {
  const loaded = { count: 400, first: false, last: false, total: 1_000_000 };
  assert.ok(Math.abs(baseAt(loaded, space(0), 0.5) - MOST_HEIGHT / 2) < 1000);
  assert.equal(baseAt({ ...loaded, first: true }, space(0), 0.5), 0);
});
