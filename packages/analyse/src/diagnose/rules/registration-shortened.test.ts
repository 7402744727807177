import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationShortened } from "./registration-shortened.ts";

const granted = (seconds: number): string => `A>P REGISTER | Expires: 3600\nP>A 200 | Contact: <sip:1001@192.0.2.10:5060>;expires=${seconds}`;

test("a minute instead of an hour is noted", () => {
  const finding = assertFound(registrationShortened, granted(60));
  assert.deepEqual([finding.severity, finding.sentence], ["info", "192.0.2.1:5060 registers 1001@example.org for 1 min instead of 1 h 0 min."]);
});

test("nearly all of it, or an answer that does not say, is well", () => {
  assertAbsent(registrationShortened, granted(3000));
  assertAbsent(registrationShortened, "A>P REGISTER | Expires: 3600\nP>A 200");
});

test("without the answer nothing can be said", () => {
  assertNotCheckable(registrationShortened, "A>P REGISTER\n~ P>A 200");
});
