import assert from "node:assert/strict";
import { test } from "node:test";
import { parseTime, rangeOf } from "./time-range.ts";

const NOW = Date.UTC(2026, 10, 20, 12) * 1000;
const HOUR = 3_600e6;
const DAY = 24 * HOUR;

test("times are RFC 3339, now, or back from now in s m h d w", () => {
  assert.equal(parseTime("2026-11-20T11:00:00Z", NOW), NOW - HOUR);
  assert.equal(parseTime("2026-11-20T12:00:00.000001+01:00", NOW), NOW - HOUR + 1);
  assert.deepEqual(
    ["now", "-90s", "-1.5m", "-2h", "-3d", "-1w"].map((text) => NOW - parseTime(text, NOW)),
    [0, 90e6, 90e6, 2 * HOUR, 3 * DAY, 7 * DAY],
  );
  for (const text of ["", "yesterday", "2h", "+2h", "-2y", "-h", "--2h", "1e9"]) assert.ok(Number.isNaN(parseTime(text, NOW)), text);
});

test("without anything it is the last day, and a day ahead for senders whose clock runs fast", () => {
  assert.deepEqual(rangeOf({}, NOW), { fromUs: NOW - DAY, toUs: NOW + DAY });
  assert.deepEqual(rangeOf({}, NOW, 0), { fromUs: NOW - DAY, toUs: NOW });
});

test("without `from` it is the day before the end; without `to` it reaches the newest", () => {
  assert.deepEqual(rangeOf({ to: "-1d" }, NOW), { fromUs: NOW - 2 * DAY, toUs: NOW - DAY });
  assert.deepEqual(rangeOf({ from: "-2h" }, NOW), { fromUs: NOW - 2 * HOUR, toUs: NOW + DAY });
});

test("a range of the query goes before both", () => {
  const range = { fromUs: 1, toUs: 2 };
  assert.deepEqual(rangeOf({ from: "nonsense", to: "-2h", range }, NOW), range);
});

test("further back than anything is everything", () => {
  assert.equal(rangeOf({ from: "-9999999w" }, NOW).fromUs, 0);
});

test("a + that the address swallowed is put back", () => {
  assert.deepEqual(rangeOf({ from: "2026-11-20T10:00:00 01:00", to: "now" }, NOW), { fromUs: NOW - 3 * HOUR, toUs: NOW });
});

test("what is no time, and what ends before it begins, is refused by name", () => {
  const field = (given: object) => {
    try {
      return rangeOf(given, NOW);
    } catch (error) {
      return (error as { details: { field: string } }).details.field;
    }
  };
  assert.equal(field({ from: "soon" }), "from");
  assert.equal(field({ to: "soon" }), "to");
  assert.equal(field({ from: "-1h", to: "-1h" }), "from");
  assert.equal(field({ from: "1969-12-31T23:59:59Z" }), "from");
});
