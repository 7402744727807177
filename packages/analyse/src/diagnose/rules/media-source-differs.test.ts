import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp } from "../media.fixture.ts";
import { mediaSourceDiffers } from "./media-source-differs.ts";

const NATTED = callerRtp({ src: "203.0.113.77:31000" });

test("RTP from a host that stands in no SDP is noted, and graver when the way back is silent", () => {
  assert.equal(assertFound(mediaSourceDiffers, answered(), { streams: [NATTED, calleeRtp()] }).severity, "info");
  const finding = assertFound(mediaSourceDiffers, answered(), { streams: [NATTED] });
  assert.equal(finding.severity, "warning");
  assert.equal(finding.sentence, "The audio of Anna comes from 203.0.113.77:31000, which no side announced, and what 2002 sends back does not reach it.");
});

test("another port of an announced host, or an ICE candidate, is no stranger", () => {
  assertAbsent(mediaSourceDiffers, answered(), { streams: [callerRtp({ src: "192.0.2.10:41234" }), calleeRtp()] });
  assertAbsent(mediaSourceDiffers, answered('a="candidate:2 1 UDP 1694498815 203.0.113.77 31000 typ srflx raddr 192.0.2.10 rport 40000"'), { streams: [NATTED, calleeRtp()] });
});

test("RTCP alone, or media without SDP, cannot tell", () => {
  assertNotCheckable(mediaSourceDiffers, answered(), { streams: [{}] });
  assertNotCheckable(mediaSourceDiffers, "A>B INVITE\nB>A 200\nA>B ACK\n+9s A>B BYE\nB>A 200", { streams: [callerRtp()] });
});
