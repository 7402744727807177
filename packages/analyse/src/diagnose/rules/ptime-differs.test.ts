import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp, goodRtp } from "../media.fixture.ts";
import { ptimeDiffers } from "./ptime-differs.ts";

test("two different packet times are noted", () => {
  assert.equal(assertFound(ptimeDiffers, answered("ptime=20", "ptime=60")).sentence, "192.0.2.10:5060 wants 20 ms of speech in a packet, 192.0.2.20:5060 wants 60 ms.");
});

test("so is media in another rhythm than its receiver asked for", () => {
  const finding = assertFound(ptimeDiffers, answered("ptime=20", "ptime=20"), { streams: [callerRtp({ rtp: goodRtp({ meanDeltaMs: 30.02 }) }), calleeRtp()] });
  assert.equal(finding.sentence, "The device of Anna sends a packet every 30 ms, where that of 2002 asked for 20 ms.");
});

test("agreement, silence about it, and a little jitter are well", () => {
  assertAbsent(ptimeDiffers, answered("ptime=20", "ptime=20"), { streams: [callerRtp({ rtp: goodRtp({ meanDeltaMs: 20.9 }) })] });
  assertAbsent(ptimeDiffers, answered("ptime=20", ""));
});

test("an offer alone cannot be compared", () => {
  assertNotCheckable(ptimeDiffers, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
