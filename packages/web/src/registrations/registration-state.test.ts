// The state of a registration now.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRfc3339 } from "@sipglass/model";
import { isShown, shownState } from "./registration-state.ts";

const SEEN = "2026-11-20T12:00:00.000000Z";
const each = { state: "registered" as const, last_seen_at: SEEN, expires_s: 60, flaps: 0 };
const at = (seconds: number): number => fromRfc3339(SEEN) + seconds * 1e6;

test("a registration that was not renewed in time has run out, and nothing else has", () => {
  assert.equal(shownState(each, at(59)), "registered");
  assert.equal(shownState(each, at(60)), "expired");
  assert.equal(shownState({ ...each, state: "rejected" }, at(60)), "rejected");
  assert.equal(shownState({ ...each, last_seen_at: null }, at(0)), "expired");
});

test("a choice shows its state as it is now; flapping shows what came back often, whatever its state", () => {
  assert.ok(isShown(each, undefined, at(0)) && isShown(each, "registered", at(0)) && isShown(each, "expired", at(61)));
  assert.ok(!isShown(each, "registered", at(61)) && !isShown(each, "flapping", at(0)));
  assert.ok(isShown({ ...each, flaps: 3 }, "flapping", at(61)));
});
