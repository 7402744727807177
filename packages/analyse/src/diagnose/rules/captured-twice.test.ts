import assert from "node:assert/strict";
import { test } from "node:test";
import { assertAbsent, assertFound, assertNotCheckable, CLEAN_CALL } from "../case.fixture.ts";
import { capturedTwice } from "./captured-twice.ts";

test("every message twice from one agent is told", () => {
  const finding = assertFound(capturedTwice, "A>B INVITE repeat=0.001\nB>A 180 repeat=0.001\n+1s B>A 486 repeat=0.001\nA>B ACK repeat=0.001");
  assert.equal(finding.sentence, "Capture agent sbc1 delivered 4 packets of it twice.");
});

test("repetitions after half a second are no duplicates, and a clean call has none", () => {
  assertAbsent(capturedTwice, "A>B INVITE repeat=0.5,1.5,3.5\n+4s B>A 486\nA>B ACK");
  assertAbsent(capturedTwice, CLEAN_CALL);
});

test("nothing captured, nothing to say", () => {
  assertNotCheckable(capturedTwice, "A>B LOG nothing but a line");
});
