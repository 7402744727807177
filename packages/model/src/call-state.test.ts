// The whole table from final response to state.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { CALL_STATES, isOpen, OPEN_STATES, stateOfFinal, type CallState } from "./call-state.ts";

const plain = { ringing: false, cancelled: false };

/** Every final code of the IANA registry (SIP response codes) except 2xx and 3xx, by the state it makes. */
const TABLE: Partial<Record<CallState, readonly number[]>> = {
  busy: [486, 600],
  no_answer: [480, 487],
  rejected: [401, 402, 403, 407, 428, 429, 433, 436, 437, 438, 470, 603, 607, 608],
  failed: [
    400, 404, 405, 406, 408, 410, 412, 413, 414, 415, 416, 417, 420, 421, 422, 423, 424, 425, 430, 439, 440, 469, 481, 482, 483, 484, 485, 488, 489, 491, 493, 494,
    500, 501, 502, 503, 504, 505, 513, 555, 580, 604, 606,
  ],
};

for (const [state, codes] of Object.entries(TABLE)) {
  test(`final responses that make a call ${state}`, () => {
    assert.deepEqual(codes.filter((code) => stateOfFinal(code, plain) !== state), []);
  });
}

test("docs/reference/call-states.md has the same codes for every state", () => {
  const reference = readFileSync(new URL("../../../docs/reference/call-states.md", import.meta.url), "utf8");
  const rows = reference.split("\n").map((line) => line.split(" | ")).filter(([first]) => first!.startsWith("| `"));
  assert.deepEqual(rows.map(([state]) => state!.slice(3, -1)), CALL_STATES.filter((state) => !isOpen(state)));
  const listed = rows.map(([state, codes]) => [state!.slice(3, -1), [...codes!.matchAll(/\d{3}/g)].map(([code]) => Number(code))] as const);
  assert.deepEqual(Object.fromEntries(listed.filter(([, codes]) => codes.length > 0)), TABLE);
});

test("every 2xx establishes the call and every 3xx redirects it", () => {
  assert.deepEqual([200, 202, 204, 299].map((code) => stateOfFinal(code, plain)), Array(4).fill("established"));
  assert.deepEqual([300, 301, 302, 305, 380, 399].map((code) => stateOfFinal(code, plain)), Array(6).fill("redirected"));
});

test("408 after ringing is nobody answering, without ringing a failure", () => {
  assert.equal(stateOfFinal(408, { ringing: true, cancelled: false }), "no_answer");
  assert.equal(stateOfFinal(408, plain), "failed");
});

test("487 is cancelled only when the caller took the call back", () => {
  assert.equal(stateOfFinal(487, { ringing: true, cancelled: true }), "cancelled");
  assert.equal(stateOfFinal(487, { ringing: true, cancelled: false }), "no_answer");
});

test("a CANCEL changes no other answer than 487", () => {
  const changed = Array.from({ length: 500 }, (_, i) => 200 + i).filter((code) => stateOfFinal(code, plain) !== stateOfFinal(code, { ringing: false, cancelled: true }));
  assert.deepEqual(changed, [487]);
});

test("unknown codes count as the first of their class, and an unknown 6xx as a refusal", () => {
  assert.deepEqual([477, 499, 599, 699].map((code) => stateOfFinal(code, plain)), ["failed", "failed", "failed", "rejected"]);
});

test("no final response leaves a call in an open state but 2xx", () => {
  const open = Array.from({ length: 400 }, (_, i) => 300 + i).filter((code) => isOpen(stateOfFinal(code, plain)));
  assert.deepEqual(open, []);
});

test("open states are the first three of the list", () => {
  assert.deepEqual(CALL_STATES.filter((state) => OPEN_STATES.has(state)), ["trying", "ringing", "established"]);
});
