import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { mediaKeyInClear } from "./media-key-in-clear.ts";

const OFFER = 'proto=RTP/SAVP a="crypto:1 AES_CM_128_HMAC_SHA1_80 inline:secret"';

test("a key over UDP is noted without repeating it", () => {
  const finding = assertFound(mediaKeyInClear, answered(OFFER, OFFER));
  assert.equal(finding.sentence, "192.0.2.10:5060 sent the key of its encrypted audio readable for everybody on the way (UDP).");
  assert.doesNotMatch(JSON.stringify(finding), /secret/);
});

test("keys over TLS, and calls without keys, are well", () => {
  assertAbsent(mediaKeyInClear, `A>B INVITE tls sdp(${OFFER})\nB>A 486 tls\nA>B ACK tls`);
  assertAbsent(mediaKeyInClear, answered());
});

test("without a session description nothing can be said", () => {
  assertNotCheckable(mediaKeyInClear, "A>B INVITE\nB>A 486\nA>B ACK");
});
