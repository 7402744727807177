import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationTooFrequent } from "./registration-too-frequent.ts";

const every = (seconds: number, times: number): string =>
  Array.from({ length: times }, () => `+${seconds}s A>P REGISTER | Expires: 3600\nP>A 200 | Contact: <sip:1001@192.0.2.10:5060>;expires=3600`).join("\n");

test("five registrations in two minutes, each for an hour, are noted", () => {
  const finding = assertFound(registrationTooFrequent, every(30, 5));
  assert.equal(finding.sentence, "192.0.2.10:5060 registered 1001@example.org 5 times in 2 min, although one registration lasts 1 h 0 min.");
});

test("refreshes in time, and a few in a row at the start, are well", () => {
  assertAbsent(registrationTooFrequent, every(1700, 5));
  assertAbsent(registrationTooFrequent, every(10, 3));
});

test("without answers nothing can be said", () => {
  assertNotCheckable(registrationTooFrequent, "A>P REGISTER\n~ P>A 200");
});
