import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered, callerRtp, goodRtp, START_US } from "../media.fixture.ts";
import { dtmfNotAgreed } from "./dtmf-not-agreed.ts";

test("events on one side only are noted, and a warning where keys were pressed and the codec spoils tones", () => {
  const finding = assertFound(dtmfNotAgreed, answered("codecs=PCMA,te", "codecs=PCMA"));
  assert.equal(finding.sentence, "192.0.2.20:5060 does not take telephone events, so keys pressed travel as tones in PCMA.");
  assert.equal(finding.severity, "info");
  const pressed = [callerRtp({ rtp: goodRtp({ dtmf: [{ digit: "5", atUs: START_US, durationMs: 100 }] }) })];
  const worse = assertFound(dtmfNotAgreed, answered("codecs=G729", "codecs=G729,te"), { streams: pressed });
  assert.deepEqual([worse.severity, worse.host], ["warning", "192.0.2.10:5060"]);
  assert.match(worse.sentence, /which G729 spoils\.$/);
});

test("keys by INFO make it harmless", () => {
  const finding = assertFound(dtmfNotAgreed, answered("codecs=G729,te", "codecs=G729", "A>B INFO body(application/dtmf-relay Signal=5\\nDuration=160\\n)\nB>A 200 for=INFO"));
  assert.equal(finding.severity, "info");
});

test("events on both sides or on none are agreed", () => {
  assertAbsent(dtmfNotAgreed, answered());
  assertAbsent(dtmfNotAgreed, answered("codecs=PCMA", "codecs=PCMA"));
});

test("an offer alone cannot tell", () => {
  assertNotCheckable(dtmfNotAgreed, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
