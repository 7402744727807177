import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { capturedOneWay } from "./captured-one-way.ts";

test("an INVITE with its ACK and nothing from the other side is captured in one direction", () => {
  const finding = assertFound(capturedOneWay, "A>B INVITE\n~ B>A 180\n~ B>A 200\nA>B ACK\n+9s A>B BYE\n~ B>A 200");
  assert.equal(finding.sentence, "Only what 192.0.2.10:5060 sends to 192.0.2.20:5060 was captured, nothing of what comes back.");
});

test("so are responses without requests", () => {
  assertFound(capturedOneWay, "~ A>B INVITE\nB>A 180\nB>A 200");
});

test("both directions, an unanswered request, and an ACK that takes the direct way are well", () => {
  assertAbsent(capturedOneWay, CLEAN_CALL);
  assertAbsent(capturedOneWay, "A>B INVITE repeat=0.5,1.5");
  assertAbsent(capturedOneWay, "A>P INVITE\nP>B INVITE\nB>P 200\nP>A 200\nA>B ACK\n+9s A>B BYE\nB>A 200");
});

test("nothing captured, nothing to say", () => {
  assertNotCheckable(capturedOneWay, "A>B LOG nothing but a line");
});
