import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { verificationFailed } from "./verification-failed.ts";

const marked = (verstat: string): string => `A>P INVITE | P-Asserted-Identity: <sip:+493012345678;verstat=${verstat}@example.org>\nP>A 486\nA>P ACK`;

test("a number that failed its check is found", () => {
  const finding = assertFound(verificationFailed, marked("TN-Validation-Failed"));
  assert.equal(finding.sentence, "A check before 192.0.2.1:5060 found that the caller's number is not what it claims to be, and let the call pass.");
  assert.equal(finding.evidence[0]?.text, "verstat=TN-Validation-Failed");
});

test("passed, not checked, or no mark at all is well", () => {
  assertAbsent(verificationFailed, marked("TN-Validation-Passed"));
  assertAbsent(verificationFailed, marked("No-TN-Validation"));
  assertAbsent(verificationFailed, CLEAN_CALL);
});

test("without requests nothing can be said", () => {
  assertNotCheckable(verificationFailed, "~ A>P INVITE\nP>A 486");
});
