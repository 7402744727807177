import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, BEGAN_LATE } from "../case.fixture.ts";
import { replacesFailed } from "./replaces-failed.ts";

test("the call to replace is gone", () => {
  assert.equal(
    assertFound(replacesFailed, "A>B INVITE sdp | Replaces: abc@pbx;to-tag=1;from-tag=2\nB>A 481\nA>B ACK").sentence,
    "192.0.2.20:5060 could not find the call that this one should replace (abc@pbx).",
  );
});

test("replaced", () => {
  assertAbsent(replacesFailed, "A>B INVITE sdp | Replaces: abc@pbx;to-tag=1;from-tag=2\nB>A 200 sdp\nA>B ACK");
});

test("whose beginning was not captured cannot be judged", () => {
  assertNotCheckable(replacesFailed, BEGAN_LATE);
});
