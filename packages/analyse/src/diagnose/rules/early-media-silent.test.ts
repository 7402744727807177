import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, START_US, SECONDS } from "../media.fixture.ts";
import { earlyMediaSilent } from "./early-media-silent.ts";

const early = (first: string): string => answered().replace("+100ms B>A 180", `+100ms B>A ${first}`).replace("+2s B>A 200", "+9s B>A 200");
const from = (seconds: number) => ({ fromUs: START_US + seconds * SECONDS });

test("183 with SDP and no sound until the answer is silence for the caller", () => {
  const finding = assertFound(earlyMediaSilent, early("183 sdp"), { streams: [callerRtp(from(9.5)), calleeRtp(from(9.3))] });
  assert.equal(finding.sentence, "192.0.2.20:5060 promised ringing or an announcement of its own (183 Session Progress with SDP) and sent no sound for 9 s.");
});

test("early sound, or a 180 that lets the phone ring, is well", () => {
  assertAbsent(earlyMediaSilent, early("183 sdp"), { streams: [callerRtp(from(9.5)), calleeRtp(from(1))] });
  assertAbsent(earlyMediaSilent, early("183 sdp\nB>A 180 nosdp"), { streams: [callerRtp(from(9.5)), calleeRtp(from(9.3))] });
});

test("without captured media, or without provisional responses, nothing can be said", () => {
  assertNotCheckable(earlyMediaSilent, early("183 sdp"));
  assertNotCheckable(earlyMediaSilent, "A>B INVITE sdp\nB>A 200 sdp\nA>B ACK\n+9s A>B BYE\nB>A 200", { streams: [callerRtp()] });
});
