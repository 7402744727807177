import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationIntervalTooBrief } from "./registration-interval-too-brief.ts";

const TOO_BRIEF = "A>P REGISTER | Expires: 60\nP>A 423 | Min-Expires: 300";

test("423 without a better try is found, with both figures", () => {
  const finding = assertFound(registrationIntervalTooBrief, TOO_BRIEF);
  assert.equal(finding.sentence, "192.0.2.1:5060 registers for 300 s at least; 192.0.2.10:5060 asked for 60 s and did not try again (1001@example.org).");
  assert.match(assertFound(registrationIntervalTooBrief, `${TOO_BRIEF}\nA>P REGISTER | Expires: 60\nP>A 423 | Min-Expires: 300`).sentence, /again for 60 s/);
});

test("asking for enough after it is how it should be", () => {
  assertAbsent(registrationIntervalTooBrief, `${TOO_BRIEF}\nA>P REGISTER | Expires: 300\nP>A 200`);
  assertAbsent(registrationIntervalTooBrief, "A>P REGISTER\nP>A 200");
});

test("without answers nothing can be said", () => {
  assertNotCheckable(registrationIntervalTooBrief, "A>P REGISTER\n~ P>A 423");
});
