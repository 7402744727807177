import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationLapsed } from "./registration-lapsed.ts";

const refreshed = (after: string): string => `A>P REGISTER | Expires: 60\nP>A 200 | Contact: <sip:1001@192.0.2.10:5060>;expires=60\n+${after} A>P REGISTER | Expires: 60\nP>A 200 | Contact: <sip:1001@192.0.2.10:5060>;expires=60`;

test("a refresh after the time is over leaves a gap", () => {
  const finding = assertFound(registrationLapsed, refreshed("90s"));
  assert.equal(finding.sentence, "1001@example.org could not be reached for 30 s: its registration of 60 s ran out before 192.0.2.10:5060 renewed it.");
});

test("a refresh in time, and a sign-off, leave none", () => {
  assertAbsent(registrationLapsed, refreshed("45s"));
  assertAbsent(registrationLapsed, "A>P REGISTER | Expires: 0\nP>A 200\n+90s A>P REGISTER | Expires: 60\nP>A 200");
});

test("without the answer nothing can be said", () => {
  assertNotCheckable(registrationLapsed, "A>P REGISTER\n~ P>A 200");
});
