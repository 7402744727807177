import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { callLost } from "./call-lost.ts";

test("answered, then nothing more", () => {
  assert.match(
    assertFound(callLost, ANSWERED).sentence,
    /^The call was answered, and its end was never seen: the last message is ACK from 192\.0\.2\.10:5060\.$/,
  );
});

test("ended by BYE", () => {
  assertAbsent(callLost, CLEAN_CALL);
  assertAbsent(callLost, "A>B INVITE sdp\nB>A 486\nA>B ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(callLost, BEGAN_LATE);
});
