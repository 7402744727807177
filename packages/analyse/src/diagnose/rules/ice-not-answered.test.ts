import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { iceNotAnswered } from "./ice-not-answered.ts";

const ICE = 'a=ice-ufrag:abcd a="candidate:1 1 UDP 2130706431 192.0.2.10 40000 typ host"';

test("an answer without ICE is noted, and an error to a browser", () => {
  assert.equal(assertFound(iceNotAnswered, answered(ICE, "")).severity, "info");
  const finding = assertFound(iceNotAnswered, answered(`proto=UDP/TLS/RTP/SAVPF ${ICE}`, "proto=UDP/TLS/RTP/SAVPF"));
  assert.deepEqual([finding.severity, finding.host], ["error", "192.0.2.20:5060"]);
});

test("ice-mismatch says that somebody changed the address on the way", () => {
  const finding = assertFound(iceNotAnswered, answered(ICE, "a=ice-mismatch"));
  assert.equal(finding.severity, "warning");
  assert.match(finding.sentence, /somebody on the way changed the media address/);
});

test("ICE on both sides or on none is well", () => {
  assertAbsent(iceNotAnswered, answered(ICE, ICE));
  assertAbsent(iceNotAnswered, answered());
});

test("an offer alone cannot tell", () => {
  assertNotCheckable(iceNotAnswered, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
