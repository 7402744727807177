import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { START_US } from "../media.fixture.ts";
import { identity, SIGNED_INVITE } from "../identity.fixture.ts";
import { identityStale } from "./identity-stale.ts";

const made = (secondsAgo: number): string => `${SIGNED_INVITE}${identity({ iat: START_US / 1e6 - secondsAgo })}\nP>A 486\nA>P ACK`;

test("a signature of five minutes ago is found, and one of the future", () => {
  const finding = assertFound(identityStale, made(300));
  assert.equal(finding.sentence, "The caller's signature in the call from 192.0.2.10:5060 was made 5 min earlier than the call: others will take it for a copy.");
  assert.match(assertFound(identityStale, made(-200)).sentence, /3 min 20 s later/);
});

test("a fresh signature, and no signature, are well", () => {
  assertAbsent(identityStale, made(3));
  assertAbsent(identityStale, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(identityStale, "~ A>P INVITE\nP>A 486\nA>P ACK");
});
