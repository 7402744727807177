import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationRefused } from "./registration-refused.ts";

test("a refused registration names who refused and what for", () => {
  const finding = assertFound(registrationRefused, 'A>P REGISTER\nP>A 403 phrase="Account disabled"');
  assert.equal(finding.sentence, "192.0.2.1:5060 does not register 1001@example.org: 403 Account disabled.");
});

test("behind a proxy the registrar is named", () => {
  assert.equal(assertFound(registrationRefused, "A>P REGISTER\nP>Q REGISTER\nQ>P 404\nP>A 404").host, "192.0.2.2:5060");
});

test("a challenge that is answered, and a refusal mended by the next try, are well", () => {
  assertAbsent(registrationRefused, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 200");
  assertAbsent(registrationRefused, "A>P REGISTER | Expires: 60\nP>A 423 | Min-Expires: 300\nA>P REGISTER | Expires: 300\nP>A 200");
});

test("a challenge whose follow-up the capture missed is no refusal; credentials that are challenged again are", () => {
  assertAbsent(registrationRefused, "A>P REGISTER\nP>A 401");
  assertAbsent(registrationRefused, "A>P REGISTER\nP>A 401\n~ A>P REGISTER auth\nP>A 200");
  assertAbsent(registrationRefused, "A>P REGISTER auth\nP>A 403\n~ A>P REGISTER auth\nP>A 200");
  assertFound(registrationRefused, "A>P REGISTER\nP>A 401\nA>P REGISTER auth\nP>A 401");
});

test("without the answer nothing can be said", () => {
  assertNotCheckable(registrationRefused, "A>P REGISTER\n~ P>A 403");
});
