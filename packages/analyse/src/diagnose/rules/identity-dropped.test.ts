import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { identity, SIGNED_INVITE } from "../identity.fixture.ts";
import { identityDropped } from "./identity-dropped.ts";

test("a proxy that sends the call on without the signature is named", () => {
  const finding = assertFound(identityDropped, `${SIGNED_INVITE}${identity()}\nP>B INVITE | -Identity\nB>P 486\nP>B ACK\nP>A 486\nA>P ACK`);
  assert.equal(finding.sentence, "192.0.2.1:5060 received the caller's signature and did not pass it on to 192.0.2.20:5060.");
});

test("a signature that is passed on, added, or not there at all is well", () => {
  assertAbsent(identityDropped, `${SIGNED_INVITE}${identity()}\nP>B INVITE\nB>P 486\nP>B ACK\nP>A 486\nA>P ACK`);
  assertAbsent(identityDropped, `${SIGNED_INVITE}\nP>B INVITE${identity()}\nB>P 486\nP>B ACK\nP>A 486\nA>P ACK`);
  assertAbsent(identityDropped, CLEAN_CALL);
});

test("one hop alone cannot tell", () => {
  assertNotCheckable(identityDropped, `${SIGNED_INVITE}${identity()}\nP>A 486\nA>P ACK`);
});
