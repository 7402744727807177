import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { answeredTwice } from "./answered-twice.ts";

test("two phones answer, and the second is left in the call", () => {
  const { severity } = assertFound(
    answeredTwice,
    "A>P INVITE sdp\nP>A 200 sdp to=t1\nA>P ACK to=t1\n+100ms P>A 200 sdp to=t2\nA>P ACK to=t2",
  );
  assert.equal(severity, "warning");
});

test("the second is ended at once: a remark only", () => {
  assert.equal(
    assertFound(
      answeredTwice,
      "A>P INVITE sdp\nP>A 200 sdp to=t1\nA>P ACK to=t1\n+100ms P>A 200 sdp to=t2\nA>P ACK to=t2\nA>P BYE to=t2\nP>A 200",
    ).severity,
    "info",
  );
});

test("one answer, repeated or not", () => {
  assertAbsent(answeredTwice, CLEAN_CALL);
  assertAbsent(answeredTwice, "A>P INVITE sdp\nP>A 200 sdp repeat=0.5\n@1s A>P ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(answeredTwice, BEGAN_LATE);
});
