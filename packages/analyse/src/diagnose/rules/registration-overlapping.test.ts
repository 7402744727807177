import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationOverlapping } from "./registration-overlapping.ts";

test("a second REGISTER before the answer to the first is noted", () => {
  const finding = assertFound(registrationOverlapping, "A>P REGISTER\n+300ms A>P REGISTER\n+100ms P>A 200 cseq=1\nP>A 200 cseq=2");
  assert.equal(finding.sentence, "192.0.2.10:5060 registered 1001@example.org again after 300 ms, before 192.0.2.1:5060 had answered the first time.");
});

test("one after the other, and repetitions of one, are well", () => {
  assertAbsent(registrationOverlapping, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 200");
  assertAbsent(registrationOverlapping, "A>P REGISTER repeat=0.5\n+1s P>A 200");
});

test("without answers nothing can be said", () => {
  assertNotCheckable(registrationOverlapping, "A>P REGISTER\n~ P>A 200");
});
