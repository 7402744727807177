import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, goodRtp, START_US, SECONDS } from "../media.fixture.ts";
import { mediaEndedEarly } from "./media-ended-early.ts";

const until = (seconds: number) => ({ toUs: START_US + seconds * SECONDS });

test("media that stops half-way is found with the time that was silent", () => {
  const finding = assertFound(mediaEndedEarly, answered(), { streams: [callerRtp(until(35)), calleeRtp()] });
  assert.equal(finding.sentence, "2002 heard nothing of Anna in the last 25 s of the call: packets from 192.0.2.10:40000 stopped.");
});

test("media to the end, pauses with comfort noise, and media that a re-INVITE moved are well", () => {
  assertAbsent(mediaEndedEarly, answered(), { streams: [callerRtp(until(59)), calleeRtp()] });
  assertAbsent(mediaEndedEarly, answered(), { streams: [callerRtp({ ...until(35), rtp: goodRtp({ comfortNoise: 40 }) }), calleeRtp()] });
  assertAbsent(mediaEndedEarly, answered("", "", "+20s A>B INVITE sdp(dir=sendonly v=2)\nB>A 200 sdp(dir=recvonly v=2)\nA>B ACK"), { streams: [callerRtp(until(25)), calleeRtp()] });
});

test("RTCP alone, or a call whose end nobody saw, cannot tell", () => {
  assertNotCheckable(mediaEndedEarly, answered(), { streams: [{}] });
});
