import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationContactMissing } from "./registration-contact-missing.ts";

const listed = (contact: string): string => `A>P REGISTER | Expires: 300\nP>A 200 | Contact: ${contact};expires=300`;

test("a rewritten contact is noted with both addresses", () => {
  const finding = assertFound(registrationContactMissing, listed("<sip:1001@203.0.113.7:31022>"));
  assert.deepEqual([finding.severity, finding.sentence], ["info", "192.0.2.1:5060 keeps sip:1001@203.0.113.7:31022 for 1001@example.org instead of the sip:1001@192.0.2.10:5060 that the device named."]);
});

test("a list without the user is a warning", () => {
  assert.equal(assertFound(registrationContactMissing, listed("<sip:other@198.51.100.1>")).severity, "warning");
});

test("the own contact in the list, or no list at all, is well", () => {
  assertAbsent(registrationContactMissing, listed("<sip:1001@192.0.2.10>"));
  assertAbsent(registrationContactMissing, "A>P REGISTER\nP>A 200");
});

test("without the answer nothing can be said", () => {
  assertNotCheckable(registrationContactMissing, "A>P REGISTER\n~ P>A 200");
});
