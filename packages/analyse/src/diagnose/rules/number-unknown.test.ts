import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { numberUnknown } from "./number-unknown.ts";

test("the host that refused first is named, not the proxy that relays", () => {
  const finding = assertFound(numberUnknown, `
    A>P INVITE sdp
    P>B INVITE
    B>P 404 | Reason: Q.850;cause=1;text="Unallocated number"
    P>B ACK
    P>A 404
    A>P ACK`, { nameOf: (host) => (host === "192.0.2.20:5060" ? "carrier-b" : undefined) });
  assert.equal(finding.sentence, "carrier-b (192.0.2.20:5060) does not know the number 2002: 404 Not Found (Q.850 cause 1: Unallocated number).");
  assert.equal(finding.host, "192.0.2.20:5060");
  assert.equal(finding.evidence.length, 3);
});

test("a cause says it whatever the code is", () => {
  assertFound(numberUnknown, "A>P INVITE sdp\nP>A 500 | Reason: Q.850;cause=1\nA>P ACK");
});

test("busy is something else", () => {
  assertAbsent(numberUnknown, "A>P INVITE sdp\nP>A 486\nA>P ACK");
});

test("without the INVITE nothing can be said", () => {
  assertNotCheckable(numberUnknown, "~ A>B INVITE\n~ B>A 200\n~ A>B ACK\nA>B BYE\nB>A 200");
});
