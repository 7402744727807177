// Figures as people read them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { listed, nth, spanText, times } from "./words.ts";

test("spans of time in the unit that fits", () => {
  const spans = [0, 12_400, 949_000, 950_000, 4_100_000, 60_000_000, 192_000_000, 3_600_000_000, 7_380_000_000].map(spanText);
  assert.deepEqual(spans, ["0 ms", "12 ms", "949 ms", "0.9 s", "4.1 s", "1 min", "3 min 12 s", "1 h 0 min", "2 h 3 min"]);
});

test("how often, and which of several", () => {
  assert.deepEqual([1, 2, 3].map(times), ["once", "twice", "3 times"]);
  assert.deepEqual([1, 2, 3, 4, 11, 12, 13, 22, 101, 111].map(nth), [
    "1st",
    "2nd",
    "3rd",
    "4th",
    "11th",
    "12th",
    "13th",
    "22nd",
    "101st",
    "111th",
  ]);
});

test("lists end with and", () => {
  assert.deepEqual([listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])], ["", "a", "a and b", "a, b and c"]);
});
