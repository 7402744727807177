// Health in lines.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { HealthJson } from "../api/site-shapes.ts";
import { adviceFor } from "../words/health.ts";
import { checksOf } from "./checks.ts";

const WELL: HealthJson = {
  status: "ok", version: "1", started_at: "", store: { kind: "embedded", ok: true, latency_ms: 1, size_bytes: 1 }, archive: { state: "ok", size_bytes: 1, stored_through_at: null },
  disk: { free_bytes: 50, total_bytes: 100 }, recovery: { state: "done", packets: 0 }, examining: { examined: 1, failed: 0, unexamined: 0, backlog: 0, lag_s: 0 },
  received: 1, stored: 1, duplicates: 0, spooled_bytes: 0, dropped: [], live_calls: 0, warnings: [], hep: {},
};
const unwell = (changes: Partial<HealthJson>): string[] =>
  checksOf({ ...WELL, ...changes }, "now")
    .filter(({ outcome }) => outcome !== "answered")
    .map(({ name, state }) => `${name}: ${state}`);

test("what is well is well, and each thing that is not says so on its own line", () => {
  assert.deepEqual(unwell({}), []);
  assert.deepEqual(unwell({ archive: { ...WELL.archive, state: "disk_full" } }), ["Archive: full"]);
  assert.deepEqual(unwell({ store: { ...WELL.store, ok: false } }), ["Index: away"]);
  assert.deepEqual(unwell({ disk: { free_bytes: 9, total_bytes: 100 } }), ["Disk: nearly full"]);
  assert.deepEqual(unwell({ spooled_bytes: 5 }), ["Queue on disk: waiting"]);
  assert.deepEqual(unwell({ recovery: { state: "running", packets: 7 } }), ["Recovery: under way"]);
  assert.deepEqual(unwell({ examining: { ...WELL.examining, lag_s: 31 } }), ["Examining of calls: behind"]);
});

test("every warning of the server says what to do, one that nobody thought of too", () => {
  for (const warning of ["The disk is full: new packets are not archived.", "Calls wait for the index: x", "3 damaged places in the archive were skipped.", "Packets of an earlier run are being tracked again."])
    assert.doesNotMatch(adviceFor(warning), /doctor/, warning);
  assert.match(adviceFor("something else"), /doctor/);
});
