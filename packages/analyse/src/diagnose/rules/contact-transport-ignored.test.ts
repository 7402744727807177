import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { contactTransportIgnored } from "./contact-transport-ignored.ts";

const call = (bye: string, contact: string): string => `A>B INVITE tcp sdp\nB>A 200 tcp sdp | Contact: <sip:2002@192.0.2.20:5060${contact}>\nA>B ACK tcp\n+9s ${bye}`;

test("a BYE by UDP to a Contact that wants TCP, without an answer, is found", () => {
  const finding = assertFound(contactTransportIgnored, call("A>B BYE repeat=0.5,1.5", ";transport=tcp"));
  assert.equal(finding.sentence, "192.0.2.10:5060 sent its BYE to 192.0.2.20:5060 by UDP, where TCP was asked for, and got no answer.");
});

test("the right transport, an answer, or a Contact that does not care is well", () => {
  assertAbsent(contactTransportIgnored, call("A>B BYE tcp repeat=0.5", ";transport=tcp"));
  assertAbsent(contactTransportIgnored, call("A>B BYE\nB>A 200", ";transport=tcp"));
  assertAbsent(contactTransportIgnored, call("A>B BYE repeat=0.5", ""));
  assertAbsent(contactTransportIgnored, CLEAN_CALL);
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(contactTransportIgnored, "~ A>B INVITE\nB>A 486");
});
