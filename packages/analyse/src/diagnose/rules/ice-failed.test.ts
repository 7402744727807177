import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, calleeRtp, callerRtp } from "../media.fixture.ts";
import { iceFailed } from "./ice-failed.ts";

const ICE = 'a=ice-ufrag:abcd a="candidate:1 1 UDP 2130706431 192.0.2.10 40000 typ host"';

test("ICE on both sides and nobody heard: no path was found", () => {
  const finding = assertFound(iceFailed, answered(ICE, ICE), { streams: [callerRtp()] });
  assert.equal(finding.sentence, "192.0.2.10:5060 and 192.0.2.20:5060 found no way for the audio between their networks.");
});

test("a BYE that says so is believed without any media", () => {
  const finding = assertFound(iceFailed, answered(ICE, ICE).replace("A>B BYE", 'A>B BYE | Reason: SIP;cause=200;text="ICE failed"'));
  assert.match(finding.sentence, /\("ICE failed"\)\.$/);
  assert.equal(finding.host, "192.0.2.10:5060");
});

test("ICE with media on both sides, and silence without ICE, are something else", () => {
  assertAbsent(iceFailed, answered(ICE, ICE), { streams: [callerRtp(), calleeRtp()] });
  assertAbsent(iceFailed, answered(), { streams: [callerRtp()] });
});

test("an offer alone cannot tell", () => {
  assertNotCheckable(iceFailed, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
