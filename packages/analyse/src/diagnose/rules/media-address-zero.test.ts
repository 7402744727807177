import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { mediaAddressZero } from "./media-address-zero.ts";

const toNowhere = (more = ""): string => answered("", "", more).replace("ip=192.0.2.20", "ip=0.0.0.0");

test("an answer with 0.0.0.0 that stays so is found at the host that sent it", () => {
  const finding = assertFound(mediaAddressZero, toNowhere());
  assert.equal(finding.host, "192.0.2.20:5060");
  assert.match(finding.sentence, /announced 0\.0\.0\.0/);
});

test("a real address, a later offer, or an old-style hold in the call is right", () => {
  assertAbsent(mediaAddressZero, answered());
  assertAbsent(mediaAddressZero, toNowhere("+1s A>B INVITE sdp(ip=192.0.2.10 v=2)\nB>A 200 sdp(ip=192.0.2.20 v=2)\nA>B ACK"));
  assertAbsent(mediaAddressZero, answered("", "", "+1s A>B INVITE sdp(ip=0.0.0.0 v=2)\nB>A 200 sdp(v=2)\nA>B ACK"));
});

test("who saw no answer cannot tell", () => {
  assertNotCheckable(mediaAddressZero, "A>B INVITE sdp\n~ B>A 200 sdp\nA>B ACK\n+9s A>B BYE\nB>A 200");
});
