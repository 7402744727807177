import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { keepaliveFailed } from "./keepalive-failed.ts";

test("silence and 503 both mean that the peer cannot be used", () => {
  assert.equal(assertFound(keepaliveFailed, "A>P OPTIONS repeat=0.5,1.5").sentence, "192.0.2.1:5060 did not answer when 192.0.2.10:5060 asked whether it is there: 3 times in 1.5 s.");
  assert.equal(assertFound(keepaliveFailed, "A>P OPTIONS\nP>A 503").sentence, "192.0.2.1:5060 said that it cannot serve now: 503 Service Unavailable.");
});

test("any other answer proves life", () => {
  assertAbsent(keepaliveFailed, "A>P OPTIONS\nP>A 200");
  assertAbsent(keepaliveFailed, "A>P OPTIONS\nP>A 404");
});

test("who sees only requests cannot tell", () => {
  assertNotCheckable(keepaliveFailed, "A>P OPTIONS");
});
