import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { answerCodecNotOffered } from "./answer-codec-not-offered.ts";

test("an answer with nothing of the offer is found, with both lists", () => {
  const finding = assertFound(answerCodecNotOffered, answered("codecs=PCMU,PCMA,te", "codecs=G729,te"));
  assert.equal(finding.sentence, "192.0.2.20:5060 answered with codecs that nobody offered: G729 instead of PCMU, PCMA.");
  assert.equal(finding.host, "192.0.2.20:5060");
});

test("one common codec, another number for it, or a refused stream is no fault", () => {
  assertAbsent(answerCodecNotOffered, answered("codecs=PCMU,G729", "codecs=G729,GSM"));
  assertAbsent(answerCodecNotOffered, answered("codecs=opus", "codecs=120:opus/48000/2"));
  assertAbsent(answerCodecNotOffered, answered("codecs=PCMU", "codecs=GSM port=0"));
});

test("an answer that nobody captured cannot be judged", () => {
  assertNotCheckable(answerCodecNotOffered, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
