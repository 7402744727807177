import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { srtpMismatch } from "./srtp-mismatch.ts";

test("encrypted offered and plain answered is found at the host that answered", () => {
  const finding = assertFound(srtpMismatch, answered('proto=RTP/SAVP a="crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x"', "proto=RTP/AVP"));
  assert.equal(finding.sentence, "192.0.2.10:5060 offered encrypted audio and 192.0.2.20:5060 answered with plain: they will not understand each other.");
});

test("488 to an offer with nothing but encrypted audio names the policy", () => {
  const finding = assertFound(srtpMismatch, "A>B INVITE sdp(proto=RTP/SAVP)\nB>A 488\nA>B ACK");
  assert.equal(finding.severity, "warning");
  assert.match(finding.sentence, /refused the call \(488 Not Acceptable Here\)/);
});

test("both encrypted, both plain, or a refusal of an offer with plain audio is something else", () => {
  assertAbsent(srtpMismatch, answered("proto=RTP/SAVP", "proto=RTP/SAVP"));
  assertAbsent(srtpMismatch, answered());
  assertAbsent(srtpMismatch, "A>B INVITE sdp\nB>A 488\nA>B ACK");
});

test("a call without session descriptions cannot tell", () => {
  assertNotCheckable(srtpMismatch, "A>B INVITE\nB>A 486\nA>B ACK");
});
