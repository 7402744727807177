import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { t38Weak } from "./t38-weak.ts";

const fax = (attributes: string): string =>
  answered("", "", `+5s B>A INVITE sdp(kind=image proto=udptl fmt=t38 port=5000 v=2 a=T38FaxUdpEC:t38UDPRedundancy)\nA>B 200 sdp(kind=image proto=udptl fmt=t38 port=6000 v=2 ${attributes})\nB>A ACK`);

test("T.38 without error correction, or with tiny datagrams, is noted", () => {
  const finding = assertFound(t38Weak, fax("a=T38FaxVersion:0"));
  assert.equal(finding.sentence, "192.0.2.10:5060 takes fax data without any protection against lost packets.");
  assert.match(assertFound(t38Weak, fax("a=T38FaxUdpEC:t38UDPRedundancy a=T38FaxMaxDatagram:72")).sentence, /72 bytes at most/);
});

test("redundancy and room for it are well, and so is a call without fax", () => {
  assertAbsent(t38Weak, fax("a=T38FaxUdpEC:t38UDPRedundancy a=T38FaxMaxDatagram:400"));
  assertAbsent(t38Weak, answered());
});

test("an offer alone cannot tell", () => {
  assertNotCheckable(t38Weak, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});
