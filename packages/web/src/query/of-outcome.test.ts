import assert from "node:assert/strict";
import { test } from "node:test";
import { ofOutcome } from "./of-outcome.ts";

test("the query behind a count of sessions asks for the legs by which they were counted", () => {
  assert.equal(ofOutcome("from:7", ["busy", "no_answer"], "session", 0), "from:7 state:busy,no_answer leg:first");
  assert.equal(ofOutcome("from:7 OR to:7", ["failed"], "session", 0), "(from:7 OR to:7) state:failed leg:first");
  assert.equal(ofOutcome("state:failed leg:first", ["failed"], "session", 0).match(/leg:first/g)?.length, 1);
});

test("where later legs were counted, and in a list of legs, nothing is asked of their place", () => {
  assert.equal(ofOutcome("hop:10.0.0.1", ["failed"], "session", 3), "hop:10.0.0.1 state:failed");
  assert.equal(ofOutcome("", ["failed"], "leg", 0), "state:failed");
});
