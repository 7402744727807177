import assert from "node:assert/strict";
import { test } from "node:test";
import { ANSWERED, assertAbsent, assertFound, assertNotCheckable, ONLY_REQUESTS } from "../case.fixture.ts";
import { byeUnanswered } from "./bye-unanswered.ts";

test("BYE again and again", () => {
  const { sentence, host } = assertFound(byeUnanswered, `${ANSWERED}@20s A>B BYE repeat=0.5,1.5,3.5`);
  assert.equal(sentence, "192.0.2.20:5060 never confirmed the end of the call: 192.0.2.10:5060 sent BYE 4 times.");
  assert.equal(host, "192.0.2.20:5060");
});

test("confirmed after one repetition", () => {
  assertAbsent(byeUnanswered, `${ANSWERED}@20s A>B BYE repeat=0.5\n+1s B>A 200`);
});

test("who saw only requests cannot tell", () => {
  assertNotCheckable(byeUnanswered, ONLY_REQUESTS);
});
