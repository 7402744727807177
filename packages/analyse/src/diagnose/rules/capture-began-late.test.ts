import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { captureBeganLate } from "./capture-began-late.ts";

test("a call whose first message is its BYE began before capture", () => {
  const finding = assertFound(captureBeganLate, "~ A>B INVITE\n~ B>A 200\n~ A>B ACK\n+9s A>B BYE\nB>A 200");
  assert.equal(finding.sentence, "Capture saw this call from its middle on: the first message is BYE from 192.0.2.10:5060.");
});

test("a call with its INVITE is whole", () => {
  assertAbsent(captureBeganLate, CLEAN_CALL);
});

test("nothing captured, nothing to say", () => {
  assertNotCheckable(captureBeganLate, "A>B LOG nothing but a line");
});
