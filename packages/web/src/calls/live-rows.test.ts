// Live changes: nothing jumps unless the reader is at the top, and no call stands twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRfc3339 } from "@sipglass/model";
import { sampleCall } from "../../dev/sample-call.ts";
import type { CallJson, LiveChanges } from "../api/shapes.ts";
import { applyChanges, NO_LIVE_ROWS, release, rowsOf } from "./live-rows.ts";

const call = (id: string, minute: number, over: Partial<CallJson> = {}): CallJson =>
  sampleCall({ id, started_at: `2026-11-20T14:${String(minute).padStart(2, "0")}:00.000000Z`, ...over });
const news = (...calls: CallJson[]): LiveChanges => ({ changes: calls.map((each) => ({ change: "new", call: each })) });
const pages = [call("b", 20), call("a", 10)];
const seen = (atTop: boolean) => ({
  atTop,
  fromUs: 0,
  oldest: pages.at(-1),
  last: true,
  has: (id: string) => pages.some((row) => row.id === id),
});
const ids = (rows: readonly CallJson[]): string => rows.map((row) => row.id).join(" ");

test("at the top a new call appears above the pages", () => {
  assert.equal(ids(rowsOf(applyChanges(NO_LIVE_ROWS, news(call("c", 30)), seen(true)), pages)), "c b a");
});

test("further down new calls wait and the rows stay as they are", () => {
  const state = applyChanges(NO_LIVE_ROWS, news(call("c", 30), call("d", 31)), seen(false));
  assert.equal(ids(rowsOf(state, pages)), "b a");
  assert.equal(state.waiting.length, 2);
});

test("released calls come newest first, above those already on show", () => {
  const shown = applyChanges(NO_LIVE_ROWS, news(call("c", 30)), seen(true));
  const waiting = applyChanges(shown, news(call("d", 31), call("e", 32)), seen(false));
  assert.equal(ids(rowsOf(release(waiting), pages)), "e d c b a");
  assert.equal(release(waiting).waiting.length, 0);
});

test("a changed call is replaced where it stands: in the pages, on show or waiting", () => {
  const state = applyChanges(applyChanges(NO_LIVE_ROWS, news(call("c", 30)), seen(true)), news(call("d", 31)), seen(false));
  const later = applyChanges(
    state,
    { changes: ["a", "c", "d"].map((id) => ({ change: "changed", call: call(id, 10, { state: "completed" }) })) },
    seen(false),
  );
  assert.deepEqual(
    rowsOf(release(later), pages)
      .filter((row) => row.state === "completed")
      .map((row) => row.id)
      .sort(),
    ["a", "c", "d"],
  );
  assert.equal(rowsOf(release(later), pages).length, 4);
});

test("a late call is put where its start belongs", () => {
  const state = applyChanges(NO_LIVE_ROWS, news(call("e", 33), call("d", 31)), seen(true));
  assert.equal(ids(state.shown), "e d");
});

test("a call that is both live and in a freshly loaded page stands once", () => {
  const state = applyChanges(NO_LIVE_ROWS, news(call("c", 30)), { ...seen(true), has: () => false });
  assert.equal(ids(rowsOf(state, [call("c", 30), ...pages])), "c b a");
});

test("of a call that the pages and the stream both tell of, the later revision counts", () => {
  const [old, young] = [call("b", 20, { revision: 3, state: "ringing" }), call("b", 20, { revision: 4, state: "completed" })];
  const changed = (each: CallJson) => applyChanges(NO_LIVE_ROWS, { changes: [{ change: "changed", call: each }] }, seen(true));
  const shown = (each: CallJson) => applyChanges(NO_LIVE_ROWS, news(each), { ...seen(true), has: () => false });
  for (const state of [changed, shown]) {
    assert.deepEqual([rowsOf(state(young), [old])[0]?.state, rowsOf(state(old), [young])[0]?.state], ["completed", "completed"]);
  }
});

test("calls that began before the range do not enter the list, however new the news", () => {
  const fromUs = fromRfc3339("2026-11-20T14:25:00Z");
  const state = applyChanges(NO_LIVE_ROWS, news(call("c", 30), call("old", 5)), { ...seen(true), fromUs });
  assert.equal(ids(state.shown), "c");
});

test("a late call stands between the rows of the pages, not above them", () => {
  const state = applyChanges(NO_LIVE_ROWS, news(call("late", 15)), seen(true));
  assert.equal(ids(rowsOf(state, pages)), "b late a");
});

test("a change of a call further down than the list reaches is not put at its head", () => {
  const further = { ...seen(true), last: false };
  assert.equal(ids(rowsOf(applyChanges(NO_LIVE_ROWS, news(call("old", 5)), further), pages)), "b a");
  assert.equal(ids(rowsOf(applyChanges(NO_LIVE_ROWS, news(call("old", 5)), { ...further, last: true }), pages)), "b a old");
});
