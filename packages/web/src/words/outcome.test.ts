// Outcomes: every state has a group and a word; lists say the status where the word says too little.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CALL_STATES } from "@sipglass/model";
import { OUTCOMES, outcomeOf, outcomeText, stateWord } from "./outcome.ts";

test("every state belongs to exactly one outcome and has a word", () => {
  for (const state of CALL_STATES) {
    assert.equal(OUTCOMES.filter((group) => group.states.includes(state)).length, 1, state);
    assert.ok(stateWord(state), state);
    assert.equal(outcomeOf(state), OUTCOMES.find((group) => group.states.includes(state))?.id);
  }
});

test("failures and rejections show their status line, the rest a word", () => {
  assert.equal(
    outcomeText({ kind: "call", state: "failed", status_code: 503, status_text: "Service Unavailable" }),
    "503 Service Unavailable",
  );
  assert.equal(outcomeText({ kind: "call", state: "busy", status_code: 486, status_text: "Busy Here" }), "busy");
  assert.equal(outcomeText({ kind: "call", state: "failed", status_code: null, status_text: "" }), "failed");
});

test("what is no call says its request, so that a REGISTER is never mistaken for an answered call", () => {
  assert.equal(outcomeText({ kind: "registration", state: "completed", status_code: 200, status_text: "OK" }), "REGISTER 200 OK");
  assert.equal(outcomeText({ kind: "options", state: "timeout", status_code: null, status_text: "" }), "OPTIONS no response");
});
