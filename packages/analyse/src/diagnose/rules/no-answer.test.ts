import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { noAnswer } from "./no-answer.ts";

test("480 after ringing", () => {
  assert.equal(
    assertFound(noAnswer, "A>P INVITE sdp\nP>A 180\n+30s P>A 480\nA>P ACK").sentence,
    "Nobody answered at 192.0.2.1:5060 after 30 s of ringing (480 Temporarily Unavailable).",
  );
});

test("cause 19, and an INVITE that expired by itself", () => {
  assertFound(noAnswer, "A>P INVITE sdp\nP>A 503 | Reason: Q.850;cause=19\nA>P ACK");
  assertFound(noAnswer, "A>P INVITE sdp\nP>A 180\n+60s P>A 487\nA>P ACK");
});

test("not registered, busy, cancelled, answered", () => {
  for (const end of ["P>A 480\nA>P ACK", "P>A 180\nP>A 486\nA>P ACK", "P>A 180\nA>P CANCEL\nP>A 200\nP>A 487 for=INVITE\nA>P ACK"])
    assertAbsent(noAnswer, `A>P INVITE sdp\n${end}`);
  assertAbsent(noAnswer, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(noAnswer, BEGAN_LATE);
});
