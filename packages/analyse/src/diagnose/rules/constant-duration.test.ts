import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { constantDuration } from "./constant-duration.ts";

test("from the middle after just an hour", () => {
  assert.match(
    assertFound(
      constantDuration,
      "A>P INVITE sdp\nP>B INVITE\nB>P 200 sdp\nP>A 200\nA>P ACK\nP>B ACK\n@3600s P>A BYE side=callee\nP>B BYE side=caller\nA>P 200\nB>P 200",
    ).sentence,
    /^192\.0\.2\.1:5060 ended the call after just 1 h 0 min/,
  );
});

test("a person who hangs up after just ten minutes", () => {
  assertAbsent(constantDuration, `${ANSWERED}@604s B>A BYE\nA>B 200`);
  assertAbsent(constantDuration, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(constantDuration, BEGAN_LATE);
});
