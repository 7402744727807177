import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { sessionTimerWithoutRefresher } from "./session-timer-without-refresher.ts";

test("a timer without a refresher", () => {
  assert.equal(
    assertFound(sessionTimerWithoutRefresher, "A>B INVITE sdp\nB>A 200 sdp | Session-Expires: 1800\nA>B ACK").sentence,
    "192.0.2.20:5060 agreed on a session timer of 1800 s without saying who refreshes it.",
  );
});

test("a refresher is named, also by the compact header", () => {
  assertAbsent(sessionTimerWithoutRefresher, "A>B INVITE sdp\nB>A 200 sdp | x: 1800;refresher=uas\nA>B ACK");
  assertAbsent(sessionTimerWithoutRefresher, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(sessionTimerWithoutRefresher, BEGAN_LATE);
});
