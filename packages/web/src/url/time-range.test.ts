// Time ranges: relative ones move with the clock, absolute ones do not; shifts and zooms stay behind now.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRfc3339 } from "@sipglass/model";
import { fieldTime, usFromField } from "./field-time.ts";
import { isRelative, presetWord, PRESETS, rangeAround, rangeOf, rangeWord, resolveRange, shiftRange, widenRange } from "./time-range.ts";

const now = fromRfc3339("2026-11-20T15:00:00Z");
const HOUR = 3600e6;

test("the default is the last two hours, live", () => {
  assert.deepEqual(rangeOf({}), { from: "-2h", to: undefined });
  assert.equal(isRelative(rangeOf({})), true);
  assert.equal(isRelative({ from: "-2h", to: "2026-11-20T15:00:00Z" }), false);
});

test("every preset resolves to a span before now and has words", () => {
  for (const preset of PRESETS) {
    const { fromUs, toUs } = resolveRange({ from: preset, to: undefined }, now);
    assert.ok(fromUs < toUs && toUs === now, preset);
    assert.match(presetWord(preset), /^last \d+ (min|h|days)$/);
  }
});

test("absolute ends are what they say", () => {
  assert.deepEqual(resolveRange({ from: "2026-11-20T10:00:00Z", to: "2026-11-20T11:00:00Z" }, now), {
    fromUs: now - 5 * HOUR,
    toUs: now - 4 * HOUR,
  });
});

test("words show days only where they help", () => {
  assert.equal(rangeWord({ from: "-2h", to: undefined }, "utc", now), "last 2 h");
  assert.deepEqual(["-1d", "-2d", "-1w"].map(presetWord), ["last 1 day", "last 2 days", "last 1 week"]);
  assert.equal(rangeWord({ from: "2026-11-20T10:00:00Z", to: "2026-11-20T11:30:00Z" }, "utc", now), "10:00 – 11:30");
  assert.equal(rangeWord({ from: "2026-11-19T10:00:00Z", to: "2026-11-19T11:30:00Z" }, "utc", now), "11-19 10:00 – 11:30");
  assert.equal(rangeWord({ from: "2026-11-19T10:00:00Z", to: "2026-11-20T11:30:00Z" }, "utc", now), "11-19 10:00 – 11-20 11:30");
});

test("earlier moves by the range's own length; later stops at now", () => {
  assert.deepEqual(shiftRange({ from: "-2h", to: undefined }, -1, now), { from: "2026-11-20T11:00:00Z", to: "2026-11-20T13:00:00Z" });
  assert.deepEqual(shiftRange({ from: "2026-11-20T12:30:00Z", to: "2026-11-20T14:30:00Z" }, 1, now), {
    from: "2026-11-20T13:00:00Z",
    to: "2026-11-20T15:00:00Z",
  });
});

test("wider doubles around the middle and does not reach beyond now", () => {
  assert.deepEqual(widenRange({ from: "2026-11-20T10:00:00Z", to: "2026-11-20T12:00:00Z" }, now), {
    from: "2026-11-20T09:00:00Z",
    to: "2026-11-20T13:00:00Z",
  });
  assert.equal(widenRange({ from: "-2h", to: undefined }, now).to, "2026-11-20T15:00:00Z");
});

test("a time field reads back what it shows, in both zones", () => {
  for (const zone of ["utc", "local"] as const) assert.equal(usFromField(fieldTime(now, zone), zone), now);
  assert.ok(Number.isNaN(usFromField("", "utc")));
});

test("a range that holds the moment stays; one that does not moves around it, never beyond now", () => {
  const relative = { from: "-2h", to: undefined };
  assert.equal(rangeAround(relative, now - HOUR, now), relative);
  assert.deepEqual(rangeAround(relative, now - 5 * HOUR, now), { from: "2026-11-19T22:00:00Z", to: "2026-11-20T15:00:00Z" });
});
