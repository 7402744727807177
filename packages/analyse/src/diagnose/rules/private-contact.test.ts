import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { privateContact } from "./private-contact.ts";

test("a private Contact swallows the BYE of the other side", () => {
  const { sentence, host } = assertFound(
    privateContact,
    "A>B INVITE sdp | Contact: <sip:1001@192.168.1.7:5060>\nB>A 200 sdp\nA>B ACK\n@60s B>A BYE repeat=0.5,1.5,3.5",
  );
  assert.equal(sentence, "192.0.2.10:5060 gives the private address 192.168.1.7 as its Contact, so that BYE does not find it.");
  assert.equal(host, "192.0.2.10:5060");
});

test("a private Contact of the answer swallows the ACK", () => {
  assertFound(privateContact, "A>B INVITE sdp\nB>A 200 sdp repeat=0.5,1.5,3.5 | Contact: <sip:2002@10.1.2.3>");
});

test("a private Contact that harms nobody, and private addresses among themselves", () => {
  assertAbsent(privateContact, "A>B INVITE sdp | Contact: <sip:1001@192.168.1.7:5060>\nB>A 200 sdp\nA>B ACK\n@60s B>A BYE\nA>B 200");
  assertAbsent(privateContact, "host A 10.0.0.1\nhost B 10.0.0.2\nA>B INVITE sdp\nB>A 200 sdp\nA>B ACK\n@60s B>A BYE repeat=0.5,1.5,3.5");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(privateContact, BEGAN_LATE);
});
