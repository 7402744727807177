import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { forwardingLoop } from "./forwarding-loop.ts";

test("one number has diverted twice", () => {
  assert.match(
    assertFound(
      forwardingLoop,
      "A>P INVITE sdp | Diversion: <sip:20@x>;reason=unconditional | Diversion: <sip:30@x>;reason=unconditional | Diversion: <sip:20@x>;reason=unconditional\nP>A 486\nA>P ACK",
    ).sentence,
    /20 forwarded it twice/,
  );
});

test("forwarded once is what forwarding is for", () => {
  assertAbsent(forwardingLoop, "A>P INVITE sdp | Diversion: <sip:20@x>;reason=no-answer\nP>A 486\nA>P ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(forwardingLoop, BEGAN_LATE);
});
