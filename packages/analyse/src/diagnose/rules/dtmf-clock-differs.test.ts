import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { dtmfClockDiffers } from "./dtmf-clock-differs.ts";

test("opus with events of 8000 Hz is noted", () => {
  const finding = assertFound(dtmfClockDiffers, answered("codecs=opus,te", "codecs=opus,te"));
  assert.equal(finding.sentence, "192.0.2.20:5060 agreed on opus/48000 with keys at a clock of 8000: some devices will not hear them.");
});

test("an event at the codec's clock, or no event at all, is well", () => {
  assertAbsent(dtmfClockDiffers, answered("codecs=opus,te,te48", "codecs=opus,te,te48"));
  assertAbsent(dtmfClockDiffers, answered("codecs=opus", "codecs=opus"));
  assertAbsent(dtmfClockDiffers, answered());
});

test("an offer alone cannot tell", () => {
  assertNotCheckable(dtmfClockDiffers, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
