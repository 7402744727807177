import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, goodRtp } from "../media.fixture.ts";
import { payloadTypeNotAgreed } from "./payload-type-not-agreed.ts";

test("RTP with a number that no session description has is found", () => {
  const finding = assertFound(payloadTypeNotAgreed, answered("codecs=PCMU", "codecs=PCMU"), { streams: [callerRtp({ rtp: goodRtp({ payloadTypes: [0, 18] }) }), calleeRtp()] });
  assert.equal(finding.sentence, "The device of Anna sends media of payload type 18, which neither side announced (192.0.2.10:40000 to 192.0.2.20:40000).");
  assert.equal(finding.evidence.length, 3);
});

test("announced types and unannounced comfort noise are well", () => {
  assertAbsent(payloadTypeNotAgreed, answered("codecs=PCMU,te", "codecs=PCMU"), { streams: [callerRtp({ rtp: goodRtp({ payloadTypes: [0, 13, 101] }) })] });
});

test("RTCP alone does not name payload types", () => {
  assertNotCheckable(payloadTypeNotAgreed, answered(), { streams: [{}] });
});
