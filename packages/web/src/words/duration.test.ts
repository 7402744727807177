// Durations: the right unit, no rounding into nonsense, and never a lost microsecond.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { clockDuration, columnMs, exactDuration, skewDuration, spokenDuration } from "./duration.ts";

test("table durations are minutes and seconds, with hours only when there are any", () => {
  assert.deepEqual([0, 5, 59.6, 192, 3723].map(clockDuration), ["0:00", "0:05", "1:00", "3:12", "1:02:03"]);
});

test("spoken durations pick the unit people would", () => {
  assert.deepEqual([0.004, 0.42, 0.999, 4.13, 30, 59.97, 192, 7500, 7200, 400_000].map(spokenDuration), [
    "4 ms",
    "0.42 s",
    "1 s",
    "4.1 s",
    "30 s",
    "1 min",
    "3 min 12 s",
    "2 h 5 min",
    "2 h",
    "5 days",
  ]);
});

test("column milliseconds switch to seconds at a second", () => {
  assert.deepEqual([0, 0.4, 4.2, 999.4, 999.6, 1240, 31_000].map(columnMs), [
    "0 ms",
    "<1 ms",
    "4 ms",
    "999 ms",
    "1.00 s",
    "1.24 s",
    "31.0 s",
  ]);
});

test("exact durations keep the unit near and the digits in threes", () => {
  assert.deepEqual([0, 412, 3512, 3_218_401, 62_218_401, -1310].map(exactDuration), [
    "0 µs",
    "412 µs",
    "3.512 ms",
    "3.218 401 s",
    "1:02.218 401",
    "−1.310 ms",
  ]);
});

test("no microsecond is lost below a minute", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 59_999_999 }), (us) => {
      const text = exactDuration(us).replaceAll(" ", "");
      const scale = text.endsWith("µs") ? 1 : text.endsWith("ms") ? 1000 : 1_000_000;
      assert.equal(Math.round(Number.parseFloat(text) * scale), us);
    }),
    { numRuns: 300 },
  );
});

test("a clock that is off by more than a minute is told in words", () => {
  assert.deepEqual([-376, 1_500_000, -75_000_000, -331_636_053_997_856].map(skewDuration), [
    "−376 µs",
    "1.500 000 s",
    "−1 min 15 s",
    "−3838 days",
  ]);
});
