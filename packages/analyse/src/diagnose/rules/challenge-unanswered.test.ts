import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { challengeUnanswered } from "./challenge-unanswered.ts";

test("a challenge after which nothing comes", () => {
  const { sentence, host } = assertFound(challengeUnanswered, "A>P INVITE sdp\nP>A 407\nA>P ACK");
  assert.equal(sentence, '192.0.2.10:5060 was asked for credentials (realm "example.org") and did not try again.');
  assert.equal(host, "192.0.2.10:5060");
});

test("a request repeated after the challenge shows that the challenge did not arrive", () => {
  assert.match(assertFound(challengeUnanswered, "A>P REGISTER repeat=0.5,1.5\nP>A 401").sentence, /repeated its request twice after that/);
});

test("a second try is no fault, nor is a challenge of credentials that were wrong", () => {
  assertAbsent(challengeUnanswered, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 200");
  assertAbsent(challengeUnanswered, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 401");
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(challengeUnanswered, ONLY_REQUESTS);
});
