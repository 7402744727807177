import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { staleNonce } from "./stale-nonce.ts";

test("stale twice in one conversation", () => {
  assertFound(
    staleNonce,
    "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 401 challenge(stale=true)\nA>P REGISTER auth\nP>A 401 challenge(stale=true)",
  );
});

test("credentials for another nonce than the challenge gave", () => {
  const { sentence, host } = assertFound(staleNonce, "A>P REGISTER\nP>A 401 challenge(nonce=new)\nA>P REGISTER auth(nonce=old)\nP>A 401");
  assert.match(sentence, /answers the challenge of 192\.0\.2\.1:5060 with an old nonce/);
  assert.equal(host, "192.0.2.10:5060");
});

test("stale once is how nonces end", () => {
  assertAbsent(staleNonce, "A>P REGISTER auth(nonce=old)\nP>A 401 challenge(stale=true)\nA>P REGISTER auth\nP>A 200");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(staleNonce, ONLY_REQUESTS);
});
