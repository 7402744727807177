import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL, ONLY_RESPONSES } from "../case.fixture.ts";
import { oldBranch } from "./old-branch.ts";

test("a branch of old times", () => {
  assert.match(assertFound(oldBranch, "A>P OPTIONS branch=12345\nP>A 200").sentence, /in the way of 1999 \(branch "12345"\)/);
});

test("the magic cookie", () => {
  assertAbsent(oldBranch, CLEAN_CALL);
});

test("who saw only responses cannot tell", () => {
  assertNotCheckable(oldBranch, ONLY_RESPONSES);
});
