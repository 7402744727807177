import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { malformedMessage } from "./malformed-message.ts";

const odd = (reply: string): string => `A>P INVITE | Max-Forwards: seventy\nP>A ${reply}\nA>P ACK`;

test("a defect that was refused is an error, at the host that wrote it", () => {
  const finding = assertFound(malformedMessage, odd("400"));
  assert.equal(finding.severity, "error");
  assert.equal(finding.sentence, "The INVITE of 192.0.2.10:5060 is not well formed (bad max forwards), and 192.0.2.1:5060 refused it: 400 Bad Request.");
});

test("one that nobody minded is noted", () => {
  assert.equal(assertFound(malformedMessage, odd("486")).severity, "info");
});

test("a well-formed call has none", () => {
  assertAbsent(malformedMessage, CLEAN_CALL);
});

test("nothing captured, nothing to say", () => {
  assertNotCheckable(malformedMessage, "A>B LOG nothing but a line");
});
