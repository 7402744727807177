import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { registrationBindingsMany } from "./registration-bindings-many.ts";

const listed = (...ports: number[]): string => `A>P REGISTER\nP>A 200 | Contact: ${ports.map((port) => `<sip:1001@203.0.113.7:${port}>;expires=200`).join(", ")}`;

test("one device at three ports of its NAT is noted", () => {
  const finding = assertFound(registrationBindingsMany, listed(31000, 31044, 31099));
  assert.equal(finding.sentence, "192.0.2.1:5060 knows 1001@example.org at 3 ports of 203.0.113.7: old addresses of a device behind NAT, which all ring.");
});

test("two addresses, or several devices, are well", () => {
  assertAbsent(registrationBindingsMany, listed(31000, 31044));
  assertAbsent(registrationBindingsMany, "A>P REGISTER\nP>A 200 | Contact: <sip:1001@192.0.2.10>, <sip:1001@192.0.2.11>, <sip:1001@192.0.2.12>");
});

test("without the answer nothing can be said", () => {
  assertNotCheckable(registrationBindingsMany, "A>P REGISTER\n~ P>A 200");
});
