import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { cancelCrossedAnswer } from "./cancel-crossed-answer.ts";

test("CANCEL and answer within a moment", () => {
  assert.match(
    assertFound(
      cancelCrossedAnswer,
      "A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL\n+20ms B>A 200 for=INVITE sdp\nB>A 200 for=CANCEL\nA>B ACK\nA>B BYE\nB>A 200",
    ).sentence,
    /\(20 ms apart\)/,
  );
});

test("no CANCEL, or no answer", () => {
  assertAbsent(cancelCrossedAnswer, CLEAN_CALL);
  assertAbsent(cancelCrossedAnswer, "A>B INVITE sdp\nB>A 180\n@5s A>B CANCEL\nB>A 200\nB>A 487 for=INVITE\nA>B ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(cancelCrossedAnswer, BEGAN_LATE);
});
