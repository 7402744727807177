import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { authAlgorithmMismatch } from "./auth-algorithm-mismatch.ts";

test("a client that knows MD5 only does not answer SHA-256", () => {
  assert.match(
    assertFound(authAlgorithmMismatch, "A>P REGISTER\nP>A 401 challenge(algorithm=SHA-256)").sentence,
    /offers SHA-256 for the digest, and 192\.0\.2\.10:5060 did not try again/,
  );
});

test("an algorithm that was not offered", () => {
  assertFound(
    authAlgorithmMismatch,
    "A>P REGISTER\nP>A 401 challenge(algorithm=SHA-256)\nA>P REGISTER auth(algorithm=MD5)\nP>A 401 challenge(algorithm=SHA-256)",
  );
});

test("the same algorithm, or none named, is MD5 on both sides", () => {
  assertAbsent(authAlgorithmMismatch, "A>P REGISTER\nP>A 401\nA>P REGISTER auth(algorithm=MD5)\nP>A 403");
  assertAbsent(authAlgorithmMismatch, "A>P REGISTER\nP>A 401");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(authAlgorithmMismatch, ONLY_REQUESTS);
});
