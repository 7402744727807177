import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { callNeverCompleted } from "./call-never-completed.ts";

test("ringing is the last that is seen of it", () => {
  const { sentence } = assertFound(callNeverCompleted, "A>P INVITE sdp\nP>A 100\nP>A 180");
  assert.match(
    sentence,
    /^The call was never answered and never refused; the last that was heard of it is 180 Ringing from 192\.0\.2\.1:5060\.$/,
  );
});

test("answered or refused is completed", () => {
  assertAbsent(callNeverCompleted, CLEAN_CALL);
  assertAbsent(callNeverCompleted, "A>P INVITE sdp\nP>A 486\nA>P ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(callNeverCompleted, BEGAN_LATE);
});
