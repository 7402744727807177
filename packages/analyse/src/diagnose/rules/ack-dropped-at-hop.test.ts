import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { ackDroppedAtHop } from "./ack-dropped-at-hop.ts";

test("the ACK arrives at the proxy and does not leave it", () => {
  const { sentence, host } = assertFound(
    ackDroppedAtHop,
    "A>P INVITE sdp\nP>B INVITE\nB>P 200 sdp repeat=0.5,1.5,3.5,7.5\nP>A 200\nA>P ACK\n@32s B>P BYE\nP>A BYE\nA>P 200\nP>B 200",
  );
  assert.equal(
    sentence,
    "192.0.2.1:5060 got the caller's ACK and did not send it on to 192.0.2.20:5060, which repeated its answer 4 times.",
  );
  assert.equal(host, "192.0.2.1:5060");
});

test("an ACK on every hop, or straight to the one who answered, has arrived", () => {
  assertAbsent(ackDroppedAtHop, CLEAN_CALL);
  assertAbsent(ackDroppedAtHop, "A>P INVITE sdp\nP>B INVITE\nB>P 200 sdp repeat=0.5,1.5,3.5\nP>A 200\n@5s A>B ACK");
});

test("one hop alone does not show it", () => {
  assertNotCheckable(ackDroppedAtHop, "A>P INVITE sdp\nP>A 200 sdp\nA>P ACK");
});
