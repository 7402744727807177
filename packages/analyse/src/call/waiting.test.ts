// Which finished calls are examined, in which order, and what becomes of what was found.
import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCall, type Call, type Examination } from "@sipglass/model";
import { play } from "../../../../fixtures/calls/traffic.ts";
import { createCallTracker } from "./call-tracker.ts";
import { createWaitingCalls, isClean } from "./waiting.ts";

const live = (id: string, changes: Partial<Call> = {}) => ({ call: { ...emptyCall(id, id), kind: "call" as const, state: "completed" as const, ...changes } });
const ids = (taken: readonly { call: Call }[]): string[] => taken.map(({ call }) => call.id);
const always = (): boolean => true;

test("calls with trouble come first, each kind in the order in which it came, and everything once", () => {
  const waiting = createWaitingCalls<ReturnType<typeof live>>();
  for (const each of [live("a"), live("b", { state: "failed" }), live("c"), live("d", { retransmissions: 1 })]) waiting.add(each);
  assert.deepEqual(ids(waiting.take(3, always)), ["b", "d", "a"]);
  assert.deepEqual(ids(waiting.take(3, always)), ["c"]);
  assert.deepEqual(ids(waiting.take(3, always)), []);
});

test("a call with RTCP is looked at as one with trouble: only its messages tell how it sounded", () => {
  assert.equal(isClean(live("a").call), true);
  assert.equal(isClean(live("a", { refs: [{ writer: "c1-1-0.media", sequences: [1] }] }).call), false);
  assert.equal(isClean(live("a", { kind: "options", statusCode: 200, state: "completed" }).call), true);
  assert.equal(isClean(live("a", { kind: "registration", statusCode: 403, state: "rejected" }).call), false);
});

test("what cannot be read yet stays, and beyond the bound the oldest of its kind is let go", () => {
  const waiting = createWaitingCalls<ReturnType<typeof live>>(2);
  for (const each of [live("a"), live("b"), live("c"), live("x", { state: "failed" })]) waiting.add(each);
  assert.deepEqual(ids(waiting.take(9, ({ id }) => id !== "b")), ["x", "c"]);
  assert.deepEqual(ids(waiting.take(9, always)), ["b"]);
});

function finished() {
  const closed: Call[] = [];
  const tracker = createCallTracker({
    maxOpenCalls: 9, maxRefs: 99, lingerUs: 32e6, maxLingering: 9, headers: [], correlationHeaders: [], onClosed: (call) => void closed.push(call),
  });
  const steps = play("bye-481", "a@example.com");
  for (const [i, step] of steps.entries()) {
    tracker.message(step);
    tracker.stored("call", "c1-1-0.call", i);
  }
  const found = (call: Call, changes: Partial<Examination> = {}) => ({
    id: call.id, callId: call.callId, projectionVersion: 7, packets: steps.length, findings: [{ id: "slow_setup", severity: "warning" as const }], mos: null, lossPct: 1,
    jitterMs: null, rttMs: null, ...changes,
  });
  return { tracker, closed, steps, found };
}

test("what was found stands on the live call, its watchers hear of it, and it is not examined again", () => {
  const { tracker, found, closed } = finished();
  const [call] = tracker.takeUnexamined(9, always);
  tracker.takeChanged();
  const { revision } = call!;
  assert.equal(tracker.examined(found(call!)), true);
  assert.deepEqual(tracker.takeChanged().map(({ findings, lossPct, projectionVersion, revision: now }) => [findings[0]?.id, lossPct, projectionVersion, now]), [["slow_setup", 1, 7, revision + 1]]);
  assert.deepEqual(tracker.takeUnexamined(9, always), []);
  tracker.closeAll();
  assert.equal(closed[0]?.projectionVersion, 7);
});

test("a late message makes the call due again, and what was found before it counts as out of date", () => {
  const { tracker, found, steps } = finished();
  const [call] = tracker.takeUnexamined(9, always);
  const last = steps.at(-1)!;
  tracker.message({ ...last, eventUs: last.eventUs + 500_000 });
  tracker.stored("call", "c1-1-0.call", 99);
  assert.equal(tracker.examined(found(call!)), true);
  assert.equal(call!.projectionVersion, 0);
  assert.equal(call!.findings.length, 1);
  assert.deepEqual(ids(tracker.takeUnexamined(9, always).map((each) => ({ call: each }))), [call!.id]);
  tracker.examined(found(call!, { packets: steps.length + 1 }));
  assert.equal(call!.projectionVersion, 7);
});

test("what was found for a call that has left, or for another of the same Call-ID, is refused", () => {
  const { tracker, found } = finished();
  const [call] = tracker.takeUnexamined(9, always);
  assert.equal(tracker.examined(found(call!, { id: "another" })), false);
  tracker.closeAll();
  assert.equal(tracker.examined(found(call!)), false);
});

test("after a restart a call that was examined is not examined again, one that was not, is", () => {
  for (const isExamined of [true, false]) {
    const before = finished();
    const [call] = before.tracker.takeUnexamined(9, always);
    if (isExamined) before.tracker.examined(before.found(call!));
    const { openCalls } = before.tracker.checkpoint({ call: 99 }, { whole: true });
    const { tracker } = finished();
    tracker.closeAll();
    tracker.restore(openCalls.map(({ json }) => json!));
    assert.deepEqual(tracker.takeUnexamined(9, always).map(({ projectionVersion }) => projectionVersion), isExamined ? [] : [0]);
    assert.deepEqual([...tracker.live()].map(({ projectionVersion }) => projectionVersion), [isExamined ? 7 : 0]);
  }
});
