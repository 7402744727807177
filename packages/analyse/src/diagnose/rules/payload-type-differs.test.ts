import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, callerRtp } from "../media.fixture.ts";
import { payloadTypeDiffers } from "./payload-type-differs.ts";

const OFFER = "codecs=98:opus/48000/2,101:telephone-event/8000";
const ANSWER = "codecs=111:opus/48000/2,101:telephone-event/8000";

test("one codec under two numbers is noted, and a warning when somebody was not heard", () => {
  const finding = assertFound(payloadTypeDiffers, answered(OFFER, ANSWER));
  assert.equal(finding.sentence, "opus/48000 has the number 98 at 192.0.2.10:5060 and 111 at 192.0.2.20:5060.");
  assert.equal(finding.severity, "info");
  assert.equal(assertFound(payloadTypeDiffers, answered(OFFER, ANSWER), { streams: [callerRtp()] }).severity, "warning");
});

test("the same numbers, or one of several offered, are well", () => {
  assertAbsent(payloadTypeDiffers, answered());
  assertAbsent(payloadTypeDiffers, answered("codecs=96:AMR/8000,97:AMR/8000", "codecs=97:AMR/8000"));
});

test("an offer alone cannot be compared", () => {
  assertNotCheckable(payloadTypeDiffers, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
