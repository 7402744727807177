import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { abnormalRelease } from "./abnormal-release.ts";

test("a cause that is no normal clearing", () => {
  assert.equal(
    assertFound(abnormalRelease, `${ANSWERED}+40s B>A BYE | Reason: Q.850;cause=38\nA>B 200`).sentence,
    "192.0.2.20:5060 ended the call after 40 s because of Q.850 cause 38 (Network out of order).",
  );
});

test("normal clearing, or no reason", () => {
  assertAbsent(abnormalRelease, `${ANSWERED}+40s B>A BYE | Reason: Q.850;cause=16\nA>B 200`);
  assertAbsent(abnormalRelease, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(abnormalRelease, BEGAN_LATE);
});
