import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { ackLost } from "./ack-lost.ts";

test("an answer repeated for want of an ACK, then BYE by who answered", () => {
  const finding = assertFound(
    ackLost,
    `
    A>B INVITE sdp
    B>A 180
    @3s B>A 200 sdp repeat=0.5,1.5,3.5,7.5,11.5,15.5,19.5,23.5,27.5,31.5
    @35s B>A BYE
    A>B 200`,
  );
  assert.equal(
    finding.sentence,
    "The call was answered, but the caller's ACK never reached 192.0.2.20:5060, which repeated its answer 10 times and hung up after 32 s.",
  );
});

test("an answer repeated once or acknowledged is no fault", () => {
  assertAbsent(ackLost, CLEAN_CALL);
  assertAbsent(ackLost, "A>B INVITE sdp\nB>A 200 sdp repeat=0.5,1.5\n+2s A>B ACK");
});

test("whose INVITE was not captured cannot be judged", () => {
  assertNotCheckable(ackLost, "~ A>B INVITE\n~ B>A 200\n~ A>B ACK\nA>B BYE\nB>A 200");
});
