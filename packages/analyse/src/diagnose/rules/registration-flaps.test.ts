import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationFlaps } from "./registration-flaps.ts";

const on = "+5s A>P REGISTER | Expires: 300\nP>A 200";
const off = "+5s A>P REGISTER | Expires: 0\nP>A 200";

test("three sign-offs in ten minutes are flapping", () => {
  const finding = assertFound(registrationFlaps, [on, off, on, off, on, off].join("\n"));
  assert.equal(finding.sentence, "1001@example.org signed off 3 times within 20 s (192.0.2.10:5060).");
});

test("a restart (off, on) is no flapping, nor are sign-offs of what was off", () => {
  assertAbsent(registrationFlaps, [on, off, on].join("\n"));
  assertAbsent(registrationFlaps, [off, off, off, on].join("\n"));
});

test("without answers nothing can be said", () => {
  assertNotCheckable(registrationFlaps, "A>P REGISTER\n~ P>A 200");
});
