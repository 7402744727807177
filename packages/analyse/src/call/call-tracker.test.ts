// The tracker around its calls: time, bounds, lookups, references.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseSip } from "@sipglass/decode";
import type { Call } from "@sipglass/model";
import { LADDER_START_US, type LadderStep } from "../../../../fixtures/calls/ladder.ts";
import { muchLater, play } from "../../../../fixtures/calls/traffic.ts";
import { createCallTracker } from "./call-tracker.ts";
import type { TrackerOptions } from "./tracker.ts";

const SECOND = 1_000_000;

function start(options: Partial<TrackerOptions> = {}) {
  const closed: Call[] = [];
  const tracker = createCallTracker({
    maxOpenCalls: 100,
    maxRefs: 1000,
    lingerUs: 32 * SECOND,
    maxLingering: 100,
    headers: [],
    correlationHeaders: ["x-cid"],
    onClosed: (call) => void closed.push(call),
    ...options,
  });
  const feed = (steps: readonly LadderStep[]): void => steps.forEach((step) => void tracker.message(step));
  return { tracker, closed, feed };
}

const by = (step: LadderStep, agentName: string): LadderStep => ({ ...step, packet: { ...step.packet, agentName } });

test("a finished call waits for late messages in event time, then is handed on", () => {
  const { closed, feed } = start();
  feed(play("bye-481", "a@example.com"));
  feed([muchLater(36)]);
  assert.equal(closed.length, 0);
  feed([muchLater(38)]);
  assert.deepEqual(
    closed.map(({ callId, state }) => [callId, state]),
    [["a@example.com", "completed"]],
  );
});

test("another agent's time closes nothing", () => {
  const { closed, feed } = start();
  feed(play("bye-481", "a@example.com"));
  feed([muchLater(3600, "other")]);
  assert.equal(closed.length, 0);
});

test("a silent agent's time moves on with the wall clock", () => {
  const { tracker, closed, feed } = start();
  tracker.advance(LADDER_START_US);
  feed(play("bye-481", "a@example.com"));
  tracker.advance(LADDER_START_US + 30 * SECOND);
  assert.equal(closed.length, 0);
  tracker.advance(LADDER_START_US + 40 * SECOND);
  assert.equal(closed.length, 1);
});

test("a wall clock of zero moves nothing: a replay has none", () => {
  const { tracker, closed, feed } = start();
  feed(play("bye-481", "a@example.com"));
  tracker.advance(0);
  assert.equal(closed.length, 0);
});

test("a capture of last year played through the same agent is tracked in its own time", () => {
  const { closed, feed } = start();
  feed(play("proxied-call", "now@example.com"));
  feed(play("proxied-call", "then@example.com", LADDER_START_US - 365 * 86_400 * SECOND));
  feed(play("busy", "before@example.com", LADDER_START_US - 300 * 86_400 * SECOND));
  assert.deepEqual(
    closed.map(({ callId, state }) => [callId, state]),
    [["then@example.com", "completed"]],
    "only what its own time line has passed",
  );
});

test("an evicted call says so, and the oldest goes first", () => {
  const { tracker, closed, feed } = start({ maxOpenCalls: 2 });
  for (const id of ["a", "b", "c"]) feed(play("busy", id).slice(0, 1));
  assert.deepEqual(
    closed.map(({ callId, partial, state }) => [callId, partial, state]),
    [["a", "evicted", "trying"]],
  );
  assert.equal(tracker.liveCount, 2);
});

test("too many finished calls: the oldest does not wait out its linger", () => {
  const { tracker, closed, feed } = start({ maxLingering: 1 });
  for (const id of ["a", "b"]) feed(play("not-found", id));
  assert.deepEqual(
    closed.map(({ callId }) => callId),
    ["a"],
  );
  assert.equal(tracker.liveCount, 1);
});

test("references are kept per writer up to their bound, beyond it messages are only counted", () => {
  const { tracker, closed } = start({ maxRefs: 3 });
  play("not-found", "a").forEach((step, i) => {
    tracker.message(step);
    tracker.stored("call", "c1-1-0.call", 100 + i);
  });
  const [first, second] = play("still-ringing", "a").slice(1);
  assert.equal(second, undefined);
  tracker.message(first!);
  tracker.stored("call", "c1-1-0.call", 200);
  tracker.closeAll();
  assert.deepEqual(closed[0]!.refs, [{ writer: "c1-1-0.call", sequences: [100, 101, 102] }]);
  assert.equal(closed[0]!.messages, 4);
});

test("one payload with several messages is referenced once", () => {
  const { tracker, closed } = start();
  for (const step of play("not-found", "a")) {
    tracker.message(step);
    tracker.stored("call", "w.call", 7);
  }
  tracker.closeAll();
  assert.deepEqual(closed[0]!.refs, [{ writer: "w.call", sequences: [7] }]);
});

test("RTCP finds its call by Call-ID, open or waiting, and keeps it talking", () => {
  const { tracker, closed, feed } = start();
  const steps = play("proxied-call", "a@example.com");
  feed(steps.slice(0, 9));
  const rtcp = { packet: { ...steps[0]!.packet, payloadType: 5, correlationId: "a@example.com", agentName: "media" }, receivedUs: 0 };
  assert.equal(tracker.attach("a@example.com", { ...rtcp, eventUs: LADDER_START_US + 8 * SECOND }), true);
  tracker.stored("media", "w.media", 5);
  const call = tracker.findLive("a@example.com")[0]!;
  assert.deepEqual([call.talkMs, call.agents, call.messages], [5000, ["edge", "media"], 9]);
  feed(steps.slice(9));
  assert.equal(tracker.attach("a@example.com", { ...rtcp, eventUs: LADDER_START_US + 14 * SECOND }), true);
  assert.equal(tracker.attach("nobody@example.com", { ...rtcp, eventUs: 0 }), false);
  tracker.closeAll();
  assert.deepEqual([closed[0]!.talkMs, closed[0]!.refs], [10_000, [{ writer: "w.media", sequences: [5] }]]);
});

test("correlation ids come from the configured header and from HEP, and are looked up", () => {
  const { tracker } = start();
  const [invite] = play("begins-with-reinvite", "b@example.com").slice(0, 1);
  const text = invite!.message.text.replace("Max-Forwards: 70", "X-CID: leg-a@example.com");
  const message = parseSip(text);
  assert.ok(message.ok);
  tracker.message({
    ...invite!,
    message: message.value,
    packet: { ...invite!.packet, correlationId: "hep-id", payload: new TextEncoder().encode(text) },
  });
  assert.deepEqual(tracker.findLive("b@example.com")[0]!.correlationIds, ["hep-id", "leg-a@example.com"]);
  assert.equal(tracker.attach("leg-a@example.com", { packet: invite!.packet, eventUs: invite!.eventUs, receivedUs: 0 }), true);
});

test("configured headers are copied, the first value, in any spelling", () => {
  const { tracker } = start({ headers: ["x-account", "x-none"] });
  const [invite] = play("not-found", "a");
  const text = invite!.message.text.replace("Max-Forwards: 70", "X-ACCOUNT: 4711\r\nx-account: 4712\r\nMax-Forwards: 70");
  const message = parseSip(text);
  assert.ok(message.ok);
  tracker.message({ ...invite!, message: message.value });
  assert.deepEqual(tracker.findLive("a")[0]!.headers, { "x-account": "4711" });
});

test("a call is found by its Call-ID and by its id, and its id is 26 letters and digits", () => {
  const { tracker, feed } = start();
  feed(play("not-found", "a@example.com"));
  const [call] = tracker.findLive("a@example.com");
  assert.match(call!.id, /^[0-9a-z]{26}$/);
  assert.deepEqual(tracker.findLive(call!.id), [call]);
  assert.deepEqual(tracker.findLive("b@example.com"), []);
});

test("the same messages give the same calls again, id included", () => {
  const runs = [1, 2].map(() => {
    const { tracker, closed, feed } = start();
    feed(play("parallel-fork", "a@example.com"));
    tracker.closeAll();
    return closed;
  });
  assert.deepEqual(runs[0], runs[1]);
});

test("changes are told once, all live calls at first, and closed calls not at all", () => {
  const { tracker, feed } = start();
  feed(play("busy", "a").slice(0, 2));
  feed(play("busy", "b").slice(0, 1));
  assert.deepEqual(
    tracker.takeChanged().map(({ callId }) => callId),
    ["a", "b"],
  );
  assert.deepEqual(tracker.takeChanged(), []);
  feed(play("busy", "b").slice(1));
  assert.deepEqual(
    tracker.takeChanged().map(({ callId, state }) => [callId, state]),
    [["b", "busy"]],
  );
  feed(play("busy", "a").slice(2));
  tracker.closeAll();
  assert.deepEqual(tracker.takeChanged(), []);
});

test("two agents under one time line do not close each other's calls while their clocks are seconds apart", () => {
  const { tracker, closed, feed } = start();
  const ahead = play("proxied-call", "ahead", LADDER_START_US + 15 * SECOND);
  const behind = play("proxied-call", "behind");
  ahead.forEach((step, i) => feed([step, behind[i]!]));
  tracker.closeAll();
  assert.deepEqual(closed.map(({ callId, state, messages }) => [callId, state, messages]).sort(), [
    ["ahead", "completed", 13],
    ["behind", "completed", 13],
  ]);
});

test("an agent whose clock is off by more than the call lasts splits no call, whichever side of the proxy it sees", () => {
  const steps = play("proxied-call", "a@example.com");
  const { src: caller } = steps[0]!.packet;
  for (const offS of [-90, 90]) {
    const { tracker, closed, feed } = start();
    const seen = steps.map((step) =>
      step.packet.src === caller || step.packet.dst === caller ? step : { ...by(step, "inner"), eventUs: step.eventUs + offS * SECOND },
    );
    feed(seen.toSorted((a, b) => a.eventUs - b.eventUs));
    tracker.closeAll();
    assert.deepEqual(
      closed.map(({ state, messages }) => [state, messages]),
      [["completed", 13]],
      `${offS} s`,
    );
  }
});

test("a Call-ID that is used again with all its numbers is another call, over the same hop", () => {
  const { tracker, closed, feed } = start();
  feed(play("not-found", "a@example.com"));
  const again = play("not-found", "a@example.com", LADDER_START_US + 20 * SECOND).map((step) => {
    const parsed = parseSip(step.message.text.replaceAll("z9hG4bK", "z9hG4bKagain"));
    assert.ok(parsed.ok);
    return { ...step, message: parsed.value };
  });
  feed(again);
  tracker.closeAll();
  assert.equal(closed.length, 2);
});

test("everything is handed on at the end, and what had not ended says so", () => {
  const { tracker, closed, feed } = start();
  feed(play("still-ringing", "a"));
  feed(play("not-found", "b"));
  tracker.closeAll();
  assert.deepEqual(
    closed.map(({ state, partial }) => [state, partial]),
    [
      ["ringing", "lost_end"],
      ["failed", ""],
    ],
  );
  assert.equal(tracker.liveCount, 0);
});

test("a call seen by more agents than are told apart still counts each message once", () => {
  const { tracker, closed } = start();
  for (let i = 0; i < 20; i++) for (const step of play("not-found", "a")) tracker.message(by(step, `agent-${i}`));
  tracker.closeAll();
  assert.deepEqual([closed[0]!.messages, closed[0]!.retransmissions, closed[0]!.agents.length], [3, 0, 16]);
});

test("monstrous Call-IDs, tags and branches are told apart and do not fill the memory", () => {
  const { tracker, closed } = start();
  const long = "x".repeat(60_000);
  for (const end of ["a", "b"]) {
    for (const step of play("proxied-call", `${long}${end}`)) {
      const text = step.message.text.replaceAll("z9hG4bK-", `z9hG4bK-${long}`).replaceAll("tag=tag-", `tag=${long}`);
      const parsed = parseSip(text);
      assert.ok(parsed.ok);
      tracker.message({ ...step, message: parsed.value, packet: { ...step.packet, payload: new TextEncoder().encode(text) } });
    }
  }
  const written = tracker.checkpoint({}, { whole: true }).openCalls.map(({ json }) => json!.length);
  assert.ok(
    written.every((length) => length < 8000),
    String(written),
  );
  tracker.closeAll();
  assert.deepEqual(
    closed.map(({ state, messages, callId }) => [state, messages, callId.length]),
    [
      ["completed", 13, 1024],
      ["completed", 13, 1024],
    ],
  );
});
