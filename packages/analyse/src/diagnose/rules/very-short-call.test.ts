import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE, CLEAN_CALL } from "../case.fixture.ts";
import { veryShortCall } from "./very-short-call.ts";

test("over after one second", () => {
  assert.equal(
    assertFound(veryShortCall, `${ANSWERED}+1s B>A BYE | Reason: Q.850;cause=65\nA>B 200`).sentence,
    "The call was over 1 s after its answer, ended by the callee (Q.850;cause=65).",
  );
});

test("three minutes", () => {
  assertAbsent(veryShortCall, CLEAN_CALL);
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(veryShortCall, BEGAN_LATE);
});
