import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { droppedAfterHalfAMinute } from "./dropped-after-half-a-minute.ts";

test("BYE of the called side just when it stops waiting for the ACK", () => {
  assert.match(
    assertFound(droppedAfterHalfAMinute, "A>B INVITE sdp\nB>A 200 sdp\n+32s B>A BYE\nA>B 200").sentence,
    /^192\.0\.2\.20:5060 ended the call 32 s after its answer, which is how long it waits for a lost ACK\.$/,
  );
});

test("the caller hangs up then, or somebody who says that it is normal", () => {
  assertAbsent(droppedAfterHalfAMinute, `${ANSWERED}+32s A>B BYE\nB>A 200`);
  assertAbsent(droppedAfterHalfAMinute, `${ANSWERED}+32s B>A BYE | Reason: Q.850;cause=16\nA>B 200`);
  assertAbsent(droppedAfterHalfAMinute, CLEAN_CALL);
});

test("a request answered in between shows that the ACK came, though it was not captured", () => {
  const unseen = "A>B INVITE sdp\nB>A 200 sdp\n~ A>B ACK\n";
  assertFound(droppedAfterHalfAMinute, `${unseen}@32s B>A BYE\nA>B 200`);
  assertAbsent(droppedAfterHalfAMinute, `${unseen}+9s A>B INVITE sdp(v=2)\nB>A 200 sdp(v=2)\nA>B ACK\n@32s B>A BYE\nA>B 200`);
  assertAbsent(droppedAfterHalfAMinute, `${unseen}+9s A>B INFO\nB>A 200\n@32s B>A BYE\nA>B 200`);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(droppedAfterHalfAMinute, BEGAN_LATE);
});
