// Generated calls, tracked again by the tracker of the house: what it makes of each must be what was played.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createCallTracker } from "@sipglass/analyse";
import { decodeHep, parseSip, toLatin1 } from "@sipglass/decode";
import { PAYLOAD_TYPE, type Call } from "@sipglass/model";
import { expectedCall } from "./expected-call.ts";
import { generateCalls } from "./generate-calls.ts";

const RUN = { calls: 1500, seed: 11, rate: 3000 };

function tracked(): Map<string, Call> {
  const calls = new Map<string, Call>();
  const tracker = createCallTracker({
    maxOpenCalls: 100_000, maxRefs: 1000, lingerUs: 32_000_000, maxLingering: 100_000, headers: [], correlationHeaders: ["x-cid"],
    onClosed: (call) => void calls.set(call.callId, call),
  });
  for (const { frame } of generateCalls(RUN)) {
    const hep = decodeHep(frame, {});
    assert.ok(hep.ok);
    const packet = hep.value;
    const input = { packet, eventUs: packet.timeUs, receivedUs: packet.timeUs };
    if (packet.payloadType !== PAYLOAD_TYPE.SIP) {
      assert.ok(tracker.attach(packet.correlationId, input), "a report found no call");
      continue;
    }
    const sip = parseSip(toLatin1(packet.payload));
    assert.ok(sip.ok);
    tracker.message({ ...input, message: sip.value });
  }
  tracker.closeAll();
  return calls;
}

test("each generated call is tracked to its kind, state, code, number of messages and retransmissions", () => {
  const calls = tracked();
  assert.equal(calls.size, RUN.calls);
  const wrong: string[] = [];
  for (let i = 0; i < RUN.calls; i++) {
    const expected = expectedCall(RUN.seed, i);
    const call = calls.get(expected.callId);
    const made = [call?.kind, call?.state, call?.statusCode, call?.messages, call?.retransmissions];
    const played = [expected.kind, expected.state, expected.statusCode, expected.messages, expected.retransmissions];
    if (made.join() !== played.join()) wrong.push(`${expected.shape}: made ${made.join(" ")}, played ${played.join(" ")}`);
  }
  assert.deepEqual([...new Set(wrong)], []);
});
