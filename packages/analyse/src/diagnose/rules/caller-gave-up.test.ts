import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { callerGaveUp } from "./caller-gave-up.ts";

test("cancelled while it rang", () => {
  const { sentence, severity } = assertFound(
    callerGaveUp,
    "A>P INVITE sdp\nP>A 180\n+12s A>P CANCEL\nP>A 200\nP>A 487 for=INVITE\nA>P ACK",
  );
  assert.deepEqual([sentence, severity], ["The caller gave up after 12 s of ringing.", "info"]);
});

test("answered elsewhere, or answered after all", () => {
  assertAbsent(callerGaveUp, "A>P INVITE sdp\nP>A 180\n+2s A>P CANCEL | Reason: SIP;cause=200\nP>A 200\nP>A 487 for=INVITE\nA>P ACK");
  assertAbsent(callerGaveUp, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(callerGaveUp, BEGAN_LATE);
});
