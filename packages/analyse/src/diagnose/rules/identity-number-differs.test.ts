import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { identity, SIGNED_INVITE } from "../identity.fixture.ts";
import { identityNumberDiffers } from "./identity-number-differs.ts";

const REFUSED = "\nP>A 486\nA>P ACK";

test("a caller that was rewritten after signing is found with both numbers", () => {
  const finding = assertFound(identityNumberDiffers, `A>P INVITE user=+493088888888 ruri=sip:+4989987654321@example.org${identity()}${REFUSED}`);
  assert.equal(finding.sentence, "The signature speaks of a call from 493012345678, but 192.0.2.10:5060 sends one from +493088888888.");
});

test("so is another called number, unless a diversion explains it", () => {
  assert.match(assertFound(identityNumberDiffers, `${SIGNED_INVITE}${identity({ dest: "4989111111111" })}${REFUSED}`).sentence, /a call to 4989111111111/);
  assertAbsent(identityNumberDiffers, `${SIGNED_INVITE}${identity({ dest: "4989111111111" })} | Diversion: <sip:+4989111111111@example.org>${REFUSED}`);
});

test("the same numbers in another spelling, or an asserted caller that fits, are well", () => {
  assertAbsent(identityNumberDiffers, `A>P INVITE user=03012345678 ruri=sip:089987654321@example.org${identity()}${REFUSED}`);
  assertAbsent(identityNumberDiffers, `A>P INVITE user=+493088888888 ruri=sip:+4989987654321@example.org${identity()} | P-Asserted-Identity: <tel:+493012345678>${REFUSED}`);
  assertAbsent(identityNumberDiffers, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(identityNumberDiffers, "~ A>P INVITE\nP>A 486\nA>P ACK");
});
