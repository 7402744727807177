import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { addressFamilyDiffers } from "./address-family-differs.ts";

const six = (more = ""): string => answered(more, more).replace("ip=192.0.2.20", "ip=2001:db8::20");

test("IPv4 offered and IPv6 answered cannot meet", () => {
  const finding = assertFound(addressFamilyDiffers, six());
  assert.equal(finding.sentence, "192.0.2.10:5060 wants its audio by IPv4 and 192.0.2.20:5060 by IPv6: they cannot send to each other.");
  assert.match(finding.evidence[1]?.text ?? "", /\[2001:db8::20\]:40000/);
});

test("one family on both sides, or ICE, is well", () => {
  assertAbsent(addressFamilyDiffers, answered());
  assertAbsent(addressFamilyDiffers, six("a=ice-ufrag:abcd"));
});

test("an offer alone cannot tell", () => {
  assertNotCheckable(addressFamilyDiffers, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
