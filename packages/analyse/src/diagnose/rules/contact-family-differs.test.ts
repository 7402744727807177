import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { contactFamilyDiffers } from "./contact-family-differs.ts";

const call = (contact: string, bye = "A>B BYE\nB>A 200"): string => `A>B INVITE sdp\nB>A 200 sdp | Contact: <sip:2002@${contact}>\nA>B ACK\n+9s ${bye}`;

test("a Contact of the other family is noted, and an error when the BYE is lost", () => {
  assert.equal(assertFound(contactFamilyDiffers, call("[2001:db8::20]:5060")).severity, "info");
  const finding = assertFound(contactFamilyDiffers, call("[2001:db8::20]:5060", "A>B BYE repeat=0.5,1.5"));
  assert.equal(finding.sentence, "192.0.2.20:5060 speaks IPv4 but wants to be reached at 2001:db8::20, and the BYE to it stayed without an answer.");
});

test("the same family, a name, or a recorded route is well", () => {
  assertAbsent(contactFamilyDiffers, call("192.0.2.20"));
  assertAbsent(contactFamilyDiffers, call("phone.example.org"));
  assertAbsent(contactFamilyDiffers, call("[2001:db8::20]:5060> | Record-Route: <sip:192.0.2.1;lr"));
  assertAbsent(contactFamilyDiffers, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(contactFamilyDiffers, "~ A>B INVITE\nB>A 486");
});
