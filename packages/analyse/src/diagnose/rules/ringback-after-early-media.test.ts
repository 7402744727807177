import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { ringbackAfterEarlyMedia } from "./ringback-after-early-media.ts";

test("183 with SDP, then 180 without, is noted", () => {
  const finding = assertFound(ringbackAfterEarlyMedia, "A>B INVITE sdp\nB>A 183 sdp\n+1s B>A 180\n+4s B>A 486\nA>B ACK");
  assert.equal(finding.sentence, "192.0.2.20:5060 first sent its own sound and then asked the caller's phone to ring by itself.");
});

test("one kind of ringing, or that of another fork, is well", () => {
  assertAbsent(ringbackAfterEarlyMedia, "A>B INVITE sdp\nB>A 183 sdp\n+1s B>A 180 sdp\n+4s B>A 486\nA>B ACK");
  assertAbsent(ringbackAfterEarlyMedia, "A>B INVITE sdp\nB>A 183 sdp to=one\n+1s B>A 180 to=two\n+4s B>A 486\nA>B ACK");
});

test("who saw no responses cannot tell", () => {
  assertNotCheckable(ringbackAfterEarlyMedia, "A>B INVITE sdp\n~ B>A 486\nA>B ACK");
});
