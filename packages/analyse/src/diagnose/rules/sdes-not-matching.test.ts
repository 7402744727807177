import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { sdesNotMatching } from "./sdes-not-matching.ts";

const key = (line: string): string => `proto=RTP/SAVP a="crypto:${line} inline:secretsecretsecretsecretsecretsecretsecr"`;

test("a suite that was not offered is found, and no key stands in the finding", () => {
  const finding = assertFound(sdesNotMatching, answered(key("1 AES_CM_128_HMAC_SHA1_80"), key("1 AES_256_CM_HMAC_SHA1_80")));
  assert.match(finding.sentence, /offered 1 AES_CM_128_HMAC_SHA1_80, .* answered 1 AES_256_CM_HMAC_SHA1_80\.$/);
  assert.doesNotMatch(JSON.stringify(finding), /secret/);
});

test("an offer without any key is its sender's fault", () => {
  assert.equal(assertFound(sdesNotMatching, answered("proto=RTP/SAVP", key("1 AES_CM_128_HMAC_SHA1_80"))).host, "192.0.2.10:5060");
});

test("a repeated tag and suite, or DTLS instead of keys, is well", () => {
  assertAbsent(sdesNotMatching, answered(`${key("1 F8_128_HMAC_SHA1_80")} a="crypto:2 AES_CM_128_HMAC_SHA1_32 inline:y"`, key("2 AES_CM_128_HMAC_SHA1_32")));
  assertAbsent(sdesNotMatching, answered('proto=UDP/TLS/RTP/SAVP a="fingerprint:sha-256 AB:CD"', 'proto=UDP/TLS/RTP/SAVP a="fingerprint:sha-256 EF:01"'));
});

test("an offer alone cannot be compared", () => {
  assertNotCheckable(sdesNotMatching, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
