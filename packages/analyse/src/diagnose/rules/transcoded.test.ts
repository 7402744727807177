import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { answered } from "../media.fixture.ts";
import { transcoded } from "./transcoded.ts";

const through = (inner: string): string => `
  A>P INVITE sdp(codecs=opus,PCMA)
  P>B INVITE sdp(codecs=PCMA,PCMU port=6000)
  B>P 200 sdp(codecs=${inner})
  P>A 200 sdp(codecs=opus port=6002)
  A>P ACK
  P>B ACK
  +9s A>P BYE
  P>B BYE
  B>P 200
  P>A 200`;

test("another codec on each side of a border controller means that it translates", () => {
  const finding = assertFound(transcoded, through("PCMA"));
  assert.equal(finding.sentence, "192.0.2.1:5060 translates between opus/48000 on one side and PCMA on the other.");
});

test("the same codec on both sides is passed through", () => {
  assertAbsent(transcoded, through("opus"));
});

test("two calls of a transfer are not two sides of one host", () => {
  const talk = "A>P INVITE sdp(codecs=PCMA)\nP>B INVITE\nB>P 200 sdp(codecs=PCMA)\nP>A 200\nA>P ACK\nP>B ACK\n";
  const transferred = "+9s B>P REFER | Refer-To: <sip:3@example.org>\nP>B 202\nP>C INVITE sdp(codecs=opus) leg=leg2\nC>P 200 sdp(codecs=opus) leg=leg2\nP>C ACK leg=leg2\n+9s P>C BYE leg=leg2\nC>P 200 leg=leg2\nA>P BYE\nP>A 200";
  assertAbsent(transcoded, talk + transferred);
});

test("one hop alone cannot tell", () => {
  assertNotCheckable(transcoded, answered());
});
