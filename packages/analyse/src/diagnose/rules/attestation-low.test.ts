import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { identity, SIGNED_INVITE } from "../identity.fixture.ts";
import { attestationLow } from "./attestation-low.ts";

const attested = (attest: string): string => `${SIGNED_INVITE}${identity({ attest })}\nP>A 486\nA>P ACK`;

test("B and C are told in words", () => {
  assert.equal(assertFound(attestationLow, attested("B")).sentence, "Who signed the number 493012345678 knows its customer but not that the number is theirs (attestation B).");
  assert.match(assertFound(attestationLow, attested("C")).sentence, /only passes the call on/);
});

test("full attestation, or no signature, is no finding", () => {
  assertAbsent(attestationLow, attested("A"));
  assertAbsent(attestationLow, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(attestationLow, "~ A>P INVITE\nP>A 486\nA>P ACK");
});
