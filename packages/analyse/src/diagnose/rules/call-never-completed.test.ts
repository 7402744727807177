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

test("an answer that the capture missed shows in what follows it", () => {
  assertAbsent(callNeverCompleted, "A>P INVITE sdp\nP>A 100\n~ P>A 180\n~ P>A 200 sdp\nA>P ACK");
  assertAbsent(callNeverCompleted, "A>P INVITE sdp\nP>A 100\n~ P>A 200 sdp\n~ A>P ACK\n~ A>P BYE\n+9s P>A 200");
  assertAbsent(callNeverCompleted, "A>P INVITE sdp\nP>A 100\n~ P>A 200 sdp\n~ A>P ACK\n+9s A>P INFO");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(callNeverCompleted, BEGAN_LATE);
});
