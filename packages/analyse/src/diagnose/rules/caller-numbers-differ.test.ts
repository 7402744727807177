import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { callerNumbersDiffer } from "./caller-numbers-differ.ts";

const asserted = (number: string, more = ""): string => `A>P INVITE user=+493012345678 | P-Asserted-Identity: <sip:${number}@example.org>${more}\nP>A 486\nA>P ACK`;

test("two different numbers are noted", () => {
  const finding = assertFound(callerNumbersDiffer, asserted("+493099999990"));
  assert.equal(finding.sentence, "The call shows +493012345678 as its caller, and 192.0.2.10:5060 vouches for +493099999990.");
});

test("one number in two spellings, a hidden one, an extension, or nothing asserted is well", () => {
  assertAbsent(callerNumbersDiffer, asserted("03012345678"));
  assertAbsent(callerNumbersDiffer, asserted("+493099999990", " | Privacy: id"));
  assertAbsent(callerNumbersDiffer, asserted("101"));
  assertAbsent(callerNumbersDiffer, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(callerNumbersDiffer, "~ A>P INVITE\nP>A 486\nA>P ACK");
});
