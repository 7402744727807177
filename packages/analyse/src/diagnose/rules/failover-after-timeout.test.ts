import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { failoverAfterTimeout } from "./failover-after-timeout.ts";

test("the first target is dead, the second takes the call", () => {
  const { sentence, host } = assertFound(
    failoverAfterTimeout,
    "A>P INVITE sdp\nP>A 100\nP>B INVITE repeat=0.5,1.5\n@4s P>C INVITE\nC>P 180\nP>A 180\nC>P 200 sdp\nP>A 200\nA>P ACK\nP>C ACK\nA>P BYE\nP>C BYE\nC>P 200\nP>A 200",
  );
  assert.match(
    sentence,
    /^192\.0\.2\.20:5060 does not answer \(asked 3 times\); after 4 s 192\.0\.2\.1:5060 went on to 192\.0\.2\.30:5060\.$/,
  );
  assert.equal(host, "192.0.2.20:5060");
});

test("forks that all answer are no failover", () => {
  assertAbsent(failoverAfterTimeout, CLEAN_CALL);
  assertAbsent(failoverAfterTimeout, "A>P INVITE sdp\nP>B INVITE\nP>C INVITE\nB>P 486\nP>B ACK\nC>P 180\nP>A 180");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(failoverAfterTimeout, BEGAN_LATE);
});
