// What the live page keeps: calls while they last, lines while there is room.
import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleCall } from "../../dev/sample-call.ts";
import { activeFrom, applied, byNewest, countedStates } from "./active-calls.ts";
import { added, emptyTail, MOST_LINES, perSecond } from "./tail.ts";

const call = (id: string, state: "ringing" | "established" | "completed", minute = 0, revision = 1) =>
  sampleCall({ id, state, revision, started_at: `2026-11-20T14:${String(minute).padStart(2, "0")}:00.000000Z` });
const ids = (calls: readonly { id: string }[]): string => calls.map(({ id }) => id).join("");

test("a call is there while it lasts, the newest first", () => {
  const active = activeFrom([call("a", "established", 1), call("b", "ringing", 5), call("over", "completed", 9)]);
  assert.equal(ids(byNewest(active)), "ba");
  const later = applied(active, {
    changes: [
      { change: "new", call: call("c", "ringing", 7) },
      { change: "changed", call: call("b", "completed", 5, 2) },
    ],
  });
  assert.equal(ids(byNewest(later)), "ca");
  assert.deepEqual(countedStates(later), { trying: 0, ringing: 1, established: 1 });
});

test("an older word about a call does not bring it back", () => {
  const active = activeFrom([call("a", "established", 1, 5)]);
  assert.equal(applied(active, { changes: [{ change: "changed", call: call("a", "ringing", 1, 4) }] }).get("a")?.state, "established");
});

test("paused, lines wait and nothing moves; going on shows them in their order", () => {
  const paused = added(added(emptyTail<number>(), [1, 2], false), [3], true, 7);
  assert.deepEqual([paused.shown, paused.waiting, paused.skipped], [[1, 2], [3], 7]);
  assert.deepEqual(added(paused, [], false).shown, [1, 2, 3]);
});

test("however much comes, so many lines are kept, the last ones", () => {
  const many = Array.from({ length: 3000 }, (_, index) => index);
  for (const paused of [false, true]) {
    const tail = added(emptyTail<number>(), many, paused);
    assert.deepEqual([tail.shown.length + tail.waiting.length, [...tail.shown, ...tail.waiting].at(-1)], [MOST_LINES, 2999]);
  }
});

test("a rate counts what lies within its seconds", () => assert.equal(perSecond([0, 5_000, 9_000, 9_500], 12_000), 0.3));
