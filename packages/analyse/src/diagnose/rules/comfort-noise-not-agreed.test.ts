import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, goodRtp } from "../media.fixture.ts";
import { comfortNoiseNotAgreed } from "./comfort-noise-not-agreed.ts";

const pausing = [callerRtp({ rtp: goodRtp({ comfortNoise: 31 }) }), calleeRtp()];

test("comfort noise in a call without CN on both sides is noted", () => {
  const finding = assertFound(comfortNoiseNotAgreed, answered("codecs=PCMA,CN", "codecs=PCMA"), { streams: pausing });
  assert.equal(finding.sentence, "The device of Anna stops sending in pauses; 2002 may take the silence for a dead line.");
});

test("agreed comfort noise, or none at all, is well", () => {
  assertAbsent(comfortNoiseNotAgreed, answered("codecs=PCMA,CN", "codecs=PCMA,CN"), { streams: pausing });
  assertAbsent(comfortNoiseNotAgreed, answered(), { streams: [callerRtp()] });
});

test("without the media nothing can be said", () => {
  assertNotCheckable(comfortNoiseNotAgreed, answered());
});
