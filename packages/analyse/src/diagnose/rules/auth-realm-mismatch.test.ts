import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { authRealmMismatch } from "./auth-realm-mismatch.ts";

test("credentials of another realm are refused", () => {
  const { sentence } = assertFound(
    authRealmMismatch,
    "A>P REGISTER\nP>A 401 challenge(realm=pbx.example)\nA>P REGISTER auth(realm=asterisk)\nP>A 401 challenge(realm=pbx.example)",
  );
  assert.equal(sentence, '192.0.2.1:5060 asked for credentials of realm "pbx.example", and 192.0.2.10:5060 sent those of "asterisk".');
});

test("the right realm, refused or not, is another matter", () => {
  assertAbsent(authRealmMismatch, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 401");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(authRealmMismatch, ONLY_REQUESTS);
});
