// The map of the week: tints that say what they should, hours that open what they stand for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { toRfc3339 } from "@sipglass/model";
import { hourIn, tintOf } from "./week-cell.ts";

test("many calls tint strongly; of a share that should be high, what is missing does; what was not counted does not", () => {
  assert.deepEqual(
    [tintOf(5, "calls", 10), tintOf(0, "calls", 0), tintOf(100, "%", 0), tintOf(25, "%", 0), tintOf(null, "%", 0)],
    [0.5, 0, 0, 0.75, 0],
  );
});

test("an hour of the week opens the latest one within the range", () => {
  // 2026-11-21 is a Saturday.
  const range = { from: "2026-11-10T00:00:00Z", to: "2026-11-21T10:30:00Z" };
  const from = (weekday: number, hour: number): string | undefined => {
    const found = hourIn(range, weekday, hour, "utc");
    return found ? toRfc3339(found.fromUs) : undefined;
  };
  assert.equal(from(6, 10), "2026-11-21T10:00:00.000000Z");
  assert.equal(from(6, 11), "2026-11-14T11:00:00.000000Z");
  assert.equal(from(7, 0), "2026-11-15T00:00:00.000000Z");
  assert.equal(hourIn({ from: "2026-11-21T08:00:00Z", to: "2026-11-21T10:00:00Z" }, 3, 4, "utc"), null);
  // 10:30 in UTC is 16:00 in India, where hours begin at half past.
  assert.equal(toRfc3339(hourIn(range, 6, 15, "Asia/Kolkata")?.fromUs ?? 0), "2026-11-21T09:30:00.000000Z");
});
