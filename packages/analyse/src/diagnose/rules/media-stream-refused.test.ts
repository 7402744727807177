import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { mediaStreamRefused } from "./media-stream-refused.ts";

test("audio with port 0 in the 2xx leaves a silent call", () => {
  const finding = assertFound(mediaStreamRefused, answered("codecs=G729", "codecs=G729 port=0"));
  assert.equal(finding.severity, "warning");
  assert.equal(finding.sentence, "192.0.2.20:5060 answered the call but refused its audio (G729, RTP/AVP).");
});

test("audio that the ringing phone refuses already, and the 2xx again, leaves a silent call", () => {
  const early = (last: string): string => `A>B INVITE sdp(codecs=G729)\nB>A 183 sdp(codecs=G729 port=0)\n+2s B>A 200 ${last}\nA>B ACK\n@60s A>B BYE\nB>A 200`;
  assert.equal(assertFound(mediaStreamRefused, early("sdp(codecs=G729 port=0)")).severity, "warning");
  assert.equal(assertFound(mediaStreamRefused, early("nosdp")).severity, "warning");
  assertAbsent(mediaStreamRefused, early("sdp(codecs=G729 port=5000 v=2)"));
  assertAbsent(mediaStreamRefused, "A>B INVITE sdp(codecs=G729)\nB>A 183 sdp(codecs=G729 port=0)\n+2s B>A 486\nA>B ACK");
});

test("refused video is only noted", () => {
  const finding = assertFound(mediaStreamRefused, answered("port=4000 ; kind=video port=4002", "port=5000 ; kind=video port=0"));
  assert.deepEqual([finding.severity, finding.sentence], ["info", "192.0.2.20:5060 took the call without video."]);
});

test("taken streams, and one of two alternatives refused, are well", () => {
  assertAbsent(mediaStreamRefused, answered());
  assertAbsent(mediaStreamRefused, answered("proto=RTP/SAVP port=4000 ; kind=audio port=4002", "proto=RTP/SAVP port=0 ; kind=audio port=5002"));
});

test("without an answer nothing can be said", () => {
  assertNotCheckable(mediaStreamRefused, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
