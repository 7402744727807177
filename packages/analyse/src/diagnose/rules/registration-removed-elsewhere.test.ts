import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationRemovedElsewhere } from "./registration-removed-elsewhere.ts";

const MADE = "A>P REGISTER | Expires: 300\nP>A 200";

test("a stranger that takes all bindings back is found", () => {
  const finding = assertFound(registrationRemovedElsewhere, `${MADE}\n+9s X>P REGISTER side=caller | Contact: * | Expires: 0\nP>X 200`);
  assert.equal(finding.sentence, "198.51.100.66:5060 took back the registration that 192.0.2.10:5060 had made for 1001@example.org.");
});

test("signing off oneself, or being refused, is well", () => {
  assertAbsent(registrationRemovedElsewhere, `${MADE}\n+9s A>P REGISTER | Contact: * | Expires: 0\nP>A 200`);
  assertAbsent(registrationRemovedElsewhere, `${MADE}\n+9s X>P REGISTER side=caller | Contact: * | Expires: 0\nP>X 403`);
});

test("without answers nothing can be said", () => {
  assertNotCheckable(registrationRemovedElsewhere, "A>P REGISTER\n~ P>A 200");
});
