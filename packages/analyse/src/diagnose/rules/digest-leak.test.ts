import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { digestLeak } from "./digest-leak.ts";

const trap = (rest: string): string => `X>B INVITE sdp\nB>X 180\n+2s B>X 200 sdp\nX>B ACK\n+3s B>X BYE\n${rest}`;

test("a caller that challenges the phone's BYE is after its password", () => {
  const finding = assertFound(digestLeak, trap("X>B 407 for=BYE\nB>X BYE auth(username=2002)\nX>B 200 for=BYE"));
  assert.equal(finding.severity, "error");
  assert.equal(finding.sentence, "198.51.100.66:5060 called 192.0.2.20:5060 and then asked it for its password, which it answered with a digest that can be cracked.");
  assert.equal(assertFound(digestLeak, trap("X>B 401 for=BYE")).severity, "warning");
});

test("a BYE that is taken, and a proxy that challenges, are well", () => {
  assertAbsent(digestLeak, trap("X>B 200 for=BYE"));
  assertAbsent(digestLeak, "A>P INVITE sdp\nP>A 407\nA>P ACK\nA>P INVITE sdp auth\nP>B INVITE\nB>P 200 sdp\nP>A 200\nA>P ACK\nP>B ACK\n+9s B>P BYE\nP>B 407 for=BYE\nB>P BYE auth\nP>B 200 for=BYE");
  assertAbsent(digestLeak, CLEAN_CALL);
});

test("who sees one direction only cannot tell", () => {
  assertNotCheckable(digestLeak, "X>B INVITE sdp");
});
