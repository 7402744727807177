import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable } from "../case.fixture.ts";
import { refusalRewritten } from "./refusal-rewritten.ts";

test("busy becomes a server error", () => {
  const { sentence, host } = assertFound(refusalRewritten, "A>P INVITE sdp\nP>B INVITE\nB>P 486\nP>B ACK\nP>A 500\nA>P ACK");
  assert.equal(sentence, "192.0.2.1:5060 made 500 Server Internal Error of the 486 Busy Here that 192.0.2.20:5060 had said.");
  assert.equal(host, "192.0.2.1:5060");
});

test("sent on as it came, or 503 made 500 as the RFC wants it", () => {
  assertAbsent(refusalRewritten, "A>P INVITE sdp\nP>B INVITE\nB>P 486\nP>B ACK\nP>A 486\nA>P ACK");
  assertAbsent(refusalRewritten, "A>P INVITE sdp\nP>B INVITE\nB>P 503\nP>B ACK\nP>A 500\nA>P ACK");
});

test("one hop alone does not show it", () => {
  assertNotCheckable(refusalRewritten, "A>P INVITE sdp\nP>A 500\nA>P ACK");
});
