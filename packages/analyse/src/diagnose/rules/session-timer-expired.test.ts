import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { sessionTimerExpired } from "./session-timer-expired.ts";

test("nobody refreshes, and BYE comes when the timer is nearly out", () => {
  const { sentence, host } = assertFound(
    sessionTimerExpired,
    "A>B INVITE sdp\nB>A 200 sdp | Session-Expires: 90;refresher=uac\nA>B ACK\n@70s B>A BYE\nA>B 200",
  );
  assert.match(sentence, /its session timer of 90 s ran out, and the caller should have refreshed it\.$/);
  assert.equal(host, "192.0.2.10:5060");
});

test("refreshed in time, or ended long before", () => {
  assertAbsent(
    sessionTimerExpired,
    "A>B INVITE sdp\nB>A 200 sdp | Session-Expires: 90;refresher=uac\nA>B ACK\n@45s A>B UPDATE\nB>A 200\n@70s A>B BYE\nB>A 200",
  );
  assertAbsent(sessionTimerExpired, "A>B INVITE sdp\nB>A 200 sdp | Session-Expires: 90;refresher=uac\nA>B ACK\n@20s B>A BYE\nA>B 200");
  assertAbsent(sessionTimerExpired, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(sessionTimerExpired, BEGAN_LATE);
});
