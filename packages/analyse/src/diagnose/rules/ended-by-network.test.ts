import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { endedByNetwork } from "./ended-by-network.ts";

test("the proxy says BYE to both", () => {
  assert.match(
    assertFound(
      endedByNetwork,
      "A>P INVITE sdp\nP>B INVITE\nB>P 200 sdp\nP>A 200\nA>P ACK\nP>B ACK\n@50s P>A BYE side=callee\nP>B BYE side=caller\nA>P 200\nB>P 200",
    ).sentence,
    /^192\.0\.2\.1:5060 ended the call towards both sides after 50 s; neither of them had hung up\.$/,
  );
});

test("BYE of an end, relayed", () => {
  assertAbsent(endedByNetwork, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(endedByNetwork, BEGAN_LATE);
});
