// The part of a list in memory: wherever it is begun and whichever way it is gone on with, each call stands once, none is missing, and memory is bounded.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { fromRfc3339, toRfc3339 } from "@sipglass/model";
import { sampleCall } from "../../dev/sample-call.ts";
import type { CallsPageJson } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";
import {
  chunkOf,
  EMPTY_WINDOW,
  extended,
  headReplaced,
  MOST_ROWS,
  NEWEST,
  OLDEST,
  placeAt,
  placeBeyond,
  windowRows,
} from "./list-window.ts";
import type { ListWindow, Place, Side } from "./list-window.ts";

const START_US = 1_795_000_000_000_000;
/** Newest first; several share a microsecond. */
const calls = (count: number): CallJson[] =>
  Array.from({ length: count }, (_, index) =>
    sampleCall({ id: `c${String(count - index).padStart(5, "0")}`, started_at: toRfc3339(START_US - Math.floor(index / 3)) }),
  );
const usOf = ({ started_at }: CallJson): number => fromRfc3339(started_at ?? "");

/** As the API pages: `from` included, `to` not, a cursor is the last row's `TIME.ID`. */
function answer(all: readonly CallJson[], { sort, from, to, cursor }: Place, limit: number): CallsPageJson {
  const order = sort === "newest" ? [...all] : all.toReversed();
  const [us = "", id = ""] = cursor?.split(".") ?? [];
  const begin = cursor === undefined ? 0 : order.findIndex((call) => usOf(call) === Number(us) && call.id === id) + 1;
  const within = order
    .slice(begin)
    .filter((call) => (from === undefined || usOf(call) >= fromRfc3339(from)) && (to === undefined || usOf(call) < fromRfc3339(to)));
  const items = within.slice(0, limit);
  const last = items.at(-1);
  return { items, next: within.length > limit && last ? `${usOf(last)}.${last.id}` : null, partial: false, warnings: [], legs: [] };
}

const step = (all: readonly CallJson[], window: ListWindow, side: Side): ListWindow => {
  const place = placeBeyond(window, side);
  return place === null ? window : extended(window, side, chunkOf(place, answer(all, place, 7)));
};

test("from any place, gone on with in any order, the rows in memory are a part of the list without a hole", () => {
  const all = calls(90);
  const start = fc.oneof(
    fc.constant(NEWEST),
    fc.constant(OLDEST),
    fc.integer({ min: 0, max: 30 }).map((by) => placeAt(START_US - by)),
  );
  fc.assert(
    fc.property(start, fc.array(fc.constantFrom<Side>("newer", "older"), { maxLength: 20 }), (place, sides) => {
      const window = sides.reduce(
        (now, side) => step(all, now, side),
        extended(EMPTY_WINDOW, "older", chunkOf(place, answer(all, place, 7))),
      );
      const ids = windowRows(window).map(({ id }) => id);
      const from = all.findIndex(({ id }) => id === ids[0]);
      assert.deepEqual(
        ids,
        all.slice(from, from + ids.length).map(({ id }) => id),
      );
      if (placeBeyond(window, "newer") === null && ids.length > 0) assert.equal(from, 0);
      if (placeBeyond(window, "older") === null && ids.length > 0) assert.equal(from + ids.length, all.length);
    }),
    { numRuns: 200 },
  );
});

test("however far one goes, memory holds so many rows, and one can go back", () => {
  const all = calls(9000);
  const far = (now: ListWindow, side: Side): ListWindow => {
    const place = placeBeyond(now, side);
    return place === null ? now : extended(now, side, chunkOf(place, answer(all, place, 200)));
  };
  let window = extended(EMPTY_WINDOW, "older", chunkOf(NEWEST, answer(all, NEWEST, 200)));
  for (let i = 0; i < 100; i += 1) {
    window = far(window, "older");
    assert.ok(windowRows(window).length <= MOST_ROWS);
  }
  assert.equal(windowRows(window).at(-1)?.id, all.at(-1)?.id);
  for (let i = 0; i < 100; i += 1) window = far(window, "newer");
  assert.equal(windowRows(window)[0]?.id, all[0]?.id);
});

test("a new beginning takes the place of what it covers; where they do not meet, it stands alone", () => {
  const all = calls(60);
  let old = extended(EMPTY_WINDOW, "older", chunkOf(NEWEST, answer(all.slice(5), NEWEST, 7)));
  old = step(all.slice(5), old, "older");
  const joined = headReplaced(old, chunkOf(NEWEST, answer(all, NEWEST, 7)));
  assert.deepEqual(
    windowRows(joined).map(({ id }) => id),
    all.slice(0, 19).map(({ id }) => id),
  );
  const apart = headReplaced(old, chunkOf(NEWEST, answer(calls(900), NEWEST, 7)));
  assert.equal(windowRows(apart).length, 7);
});
