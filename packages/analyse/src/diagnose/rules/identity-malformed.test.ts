import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { identity, SIGNED_INVITE } from "../identity.fixture.ts";
import { identityMalformed } from "./identity-malformed.ts";

const signed = (line: string): string => `${SIGNED_INVITE}${line}\nP>A 486\nA>P ACK`;

test("what is missing or wrong is named", () => {
  assert.match(assertFound(identityMalformed, signed(identity({ alg: "RS256" }))).sentence, /signed with RS256 instead of ES256/);
  assert.match(assertFound(identityMalformed, signed(identity({ x5u: "" }))).sentence, /does not say where its certificate is/);
  assert.match(assertFound(identityMalformed, signed(identity({ attest: "", origid: "" }))).sentence, /it lacks attest and origid/);
  assert.match(assertFound(identityMalformed, signed(" | Identity: notatoken")).sentence, /it has not three parts/);
  assert.match(assertFound(identityMalformed, signed(" | Identity: e30.%%.c2ln;info=<https://c.example/x.pem>")).sentence, /its claims are no JSON/);
});

test("a whole one, the compact form, and none at all are well", () => {
  assertAbsent(identityMalformed, signed(identity()));
  assertAbsent(identityMalformed, signed(" | Identity: ..c2lnbmF0dXJl;info=<https://cert.example.org/x.pem>;alg=ES256;ppt=shaken"));
  assertAbsent(identityMalformed, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(identityMalformed, "~ A>P INVITE\nP>A 486\nA>P ACK");
});
