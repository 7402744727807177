import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationUnanswered } from "./registration-unanswered.ts";

test("a REGISTER repeated in vain is found", () => {
  const finding = assertFound(registrationUnanswered, "A>P REGISTER repeat=0.5,1.5,3.5,7.5");
  assert.equal(finding.sentence, "192.0.2.1:5060 does not answer the registration of 1001@example.org: asked 5 times in 7.5 s.");
});

test("an answer after a repetition, or a later success, is well", () => {
  assertAbsent(registrationUnanswered, "A>P REGISTER repeat=0.5,1.5\n+1.6s P>A 200");
  assertAbsent(registrationUnanswered, "A>P REGISTER repeat=0.5,1.5,3.5\n+20s A>P REGISTER\nP>A 200");
});

test("who sees only requests cannot tell", () => {
  assertNotCheckable(registrationUnanswered, "A>P REGISTER");
});
