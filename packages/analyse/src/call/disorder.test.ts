// Mirrors deliver late, twice, in the wrong order or not at all: what must hold all the same.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CALL_STATES, type Call } from "@sipglass/model";
import fc from "fast-check";
import type { LadderStep } from "../../../../fixtures/calls/ladder.ts";
import { play, scriptNames } from "../../../../fixtures/calls/traffic.ts";
import { createCallTracker } from "./call-tracker.ts";

function track(steps: readonly LadderStep[]): Call[] {
  const calls: Call[] = [];
  const tracker = createCallTracker({
    maxOpenCalls: 1000,
    maxRefs: 1000,
    lingerUs: 32_000_000,
    maxLingering: 1000,
    headers: [],
    correlationHeaders: [],
    onClosed: (call) => void calls.push(call),
  });
  for (const step of steps) tracker.message(step);
  tracker.closeAll();
  return calls.sort((a, b) => a.startedAtUs - b.startedAtUs);
}

/** What a call is, whatever came first. (The id names the first packet to arrive, the ends are those of the first hop.) */
const essence = ({
  kind,
  state,
  statusCode,
  endedBy,
  startedAtUs,
  ringingAtUs,
  answeredAtUs,
  endedAtUs,
  pddMs,
  setupMs,
  talkMs,
  disconnectMs,
  src,
  dst,
  hops,
  messages,
  partial,
  reinvites,
}: Call) => ({
  kind,
  state,
  statusCode,
  endedBy,
  startedAtUs,
  ringingAtUs,
  answeredAtUs,
  endedAtUs,
  pddMs,
  setupMs,
  talkMs,
  disconnectMs,
  src,
  dst,
  hops,
  messages,
  partial,
  reinvites,
});

/**
 * Messages without Call-ID belong to nothing that could be put in order; of copies the first to arrive gives its time; and an answer that
 * comes before the INVITE which uses an old Call-ID again still belongs to the old call.
 */
const ordered = scriptNames.filter((name) => !["no-call-id", "mirror-duplicates", "seen-twice", "call-id-reused"].includes(name));
const oneAgent = scriptNames.filter((name) => name !== "seen-twice");
const jitter = (max: number) => fc.array(fc.integer({ min: 0, max }), { minLength: 40, maxLength: 40 });

test("messages of one moment that arrive up to 14 ms out of order make the same call", () => {
  fc.assert(
    fc.property(fc.constantFrom(...ordered), jitter(14_000), (name, late) => {
      const steps = play(name, "a@example.com");
      const arrived = steps
        .map((step, i) => ({ step, at: step.receivedUs + late[i % 40]! }))
        .sort((a, b) => a.at - b.at)
        .map(({ step }) => step);
      assert.deepEqual(track(arrived).map(essence), track(steps).map(essence), name);
    }),
    { numRuns: 800 },
  );
});

test("whatever is lost, repeated or shuffled, every message is counted once and no time runs backwards", () => {
  const chaos = fc.tuple(
    fc.constantFrom(...oneAgent),
    fc.constantFrom(...oneAgent),
    fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }),
  );
  fc.assert(
    fc.property(chaos, ([one, other, picks]) => {
      const pool = [...play(one, "a@example.com"), ...play(other, "a@example.com")];
      const steps = picks.map((pick) => pool[pick % pool.length]!);
      const calls = track(steps);
      assert.equal(
        calls.reduce((sum, { messages, duplicates }) => sum + messages + duplicates, 0),
        steps.length,
      );
      for (const call of calls) {
        assert.ok(CALL_STATES.includes(call.state));
        for (const ms of [call.pddMs, call.setupMs, call.ringMs, call.talkMs, call.disconnectMs])
          assert.ok(ms === null || (Number.isFinite(ms) && ms >= 0));
        assert.ok(call.retransmissions < call.messages);
        assert.ok(call.startedAtUs > 0 && call.lastSeenAtUs >= call.startedAtUs);
        assert.equal(call.endedAtUs === 0, call.state === "trying" || call.state === "ringing" || call.state === "established");
      }
    }),
    { numRuns: 300 },
  );
});
