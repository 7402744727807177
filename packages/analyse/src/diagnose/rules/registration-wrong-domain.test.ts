import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationWrongDomain } from "./registration-wrong-domain.ts";

test("refused in another domain than the account's is found", () => {
  const finding = assertFound(registrationWrongDomain, "A>P REGISTER ruri=sip:192.0.2.1\nP>A 404");
  assert.equal(finding.sentence, "192.0.2.10:5060 registers in the domain 192.0.2.1, but its account is 1001@example.org; 192.0.2.1:5060 refused: 404 Not Found.");
});

test("a user in the Request-URI is the same mistake", () => {
  assert.match(assertFound(registrationWrongDomain, "A>P REGISTER ruri=sip:1001@example.org\nP>A 404").sentence, /with a user in its Request-URI/);
});

test("the right domain, or another one that is taken, is well", () => {
  assertAbsent(registrationWrongDomain, "A>P REGISTER\nP>A 404");
  assertAbsent(registrationWrongDomain, "A>P REGISTER ruri=sip:192.0.2.1\nP>A 200");
});

test("without the answer nothing can be said", () => {
  assertNotCheckable(registrationWrongDomain, "A>P REGISTER ruri=sip:192.0.2.1\n~ P>A 404");
});
