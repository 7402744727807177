// Points in time: microseconds kept, the day shown when it is another day, both zones.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRfc3339, toRfc3339 } from "@sipglass/model";
import { ago, clockParts, fromTheWall, fullTime, knowsZone, listTime, onTheWall, shortTime, zoneName } from "./clock.ts";

const AT = "2026-11-20T14:58:03.221415Z";
const us = fromRfc3339(AT);

test("a time splits into day, clock, milliseconds and microseconds", () => {
  assert.deepEqual(clockParts(us, "utc"), { day: "2026-11-20", clock: "14:58:03", ms: "221", us: "415" });
});

test("local time is the browser's wall clock", () => {
  const at = new Date(us / 1000);
  assert.equal(clockParts(us, "local").clock, `${String(at.getHours()).padStart(2, "0")}:${String(at.getMinutes()).padStart(2, "0")}:03`);
});

test("a list shows the day only when it is not today's", () => {
  assert.equal(listTime(AT, "utc", us + 3600e6), "14:58:03.221");
  assert.equal(listTime(AT, "utc", us + 86_400e6), "11-20 14:58:03.221");
  assert.equal(listTime(null, "utc", us), "–");
});

test("a full time has all six digits", () => {
  assert.equal(fullTime(AT, "utc"), "2026-11-20 14:58:03.221 415");
  assert.equal(fullTime(null, "utc"), "–");
});

test("short times drop seconds", () => {
  assert.equal(shortTime(us, "utc", false), "14:58");
  assert.equal(shortTime(us, "utc", true), "11-20 14:58");
});

test("ago uses one unit and never the future", () => {
  const seconds = [-5, 1, 12, 300, 10_800, 777_600];
  assert.deepEqual(
    seconds.map((s) => ago(us, us + s * 1e6)),
    ["now", "now", "12 s ago", "5 min ago", "3 h ago", "9 days ago"],
  );
});

test("a named zone has its own wall clock, summer and winter, and the way back is the same moment", () => {
  assert.equal(clockParts(us, "Europe/Berlin").clock, "15:58:03");
  assert.equal(clockParts(fromRfc3339("2026-07-01T10:00:00Z"), "Europe/Berlin").clock, "12:00:00");
  assert.deepEqual(clockParts(us, "Asia/Kathmandu"), { day: "2026-11-20", clock: "20:43:03", ms: "221", us: "415" });
  assert.equal(zoneName("Europe/Berlin"), "Europe/Berlin");
  for (const zone of ["utc", "local", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland"]) {
    const wallMs = onTheWall(us, zone).getTime();
    assert.equal(fromTheWall(wallMs, zone), Math.floor(us / 1000) * 1000, zone);
  }
});

test("on the day on which clocks change, an hour that comes twice is its first, and one that is left out counts on", () => {
  const wall = (text: string): string => toRfc3339(fromTheWall(Date.parse(`${text}Z`), "Europe/Berlin"));
  assert.equal(wall("2026-10-25T02:30:00"), "2026-10-25T00:30:00.000000Z");
  assert.equal(wall("2026-03-29T02:30:00"), "2026-03-29T01:30:00.000000Z");
});

test("a zone that this browser does not know is UTC, and is sent so", () => {
  assert.equal(knowsZone("Mars/Olympus"), false);
  assert.equal(clockParts(us, "Mars/Olympus").clock, "14:58:03");
  assert.equal(zoneName("Mars/Olympus"), "UTC");
});
