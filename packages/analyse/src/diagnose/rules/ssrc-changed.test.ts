import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, START_US, SECONDS } from "../media.fixture.ts";
import { ssrcChanged } from "./ssrc-changed.ts";

const parts = [callerRtp({ toUs: START_US + 30 * SECONDS }), callerRtp({ ssrc: 77, fromUs: START_US + 30.1 * SECONDS })];

test("a second SSRC from the same address in the call is noted", () => {
  const finding = assertFound(ssrcChanged, answered(), { streams: [...parts, calleeRtp()] });
  assert.equal(finding.sentence, "The device of Anna began a new stream of sound in the middle of the call (192.0.2.10:40000).");
  assert.deepEqual(finding.evidence.map(({ text }) => text), ["SSRC 0x00000001 ends", "SSRC 0x0000004d begins"]);
});

test("one stream, another one after a re-INVITE, and early media before the answer are well", () => {
  assertAbsent(ssrcChanged, answered(), { streams: [callerRtp(), calleeRtp()] });
  assertAbsent(ssrcChanged, answered("", "", "+20s A>B INVITE sdp(v=2)\nB>A 200 sdp(v=2)\nA>B ACK"), { streams: parts });
  assertAbsent(ssrcChanged, answered(), { streams: [calleeRtp({ ssrc: 9, fromUs: START_US + SECONDS, toUs: START_US + 2 * SECONDS }), calleeRtp()] });
});

test("RTCP alone cannot tell", () => {
  assertNotCheckable(ssrcChanged, answered(), { streams: [{}] });
});
