// Verdicts: each way a call can go reads as one sentence that is true.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CALL_STATES } from "@sipglass/model";
import { fromRfc3339 } from "@sipglass/model";
import { sampleCall } from "../../dev/sample-call.ts";
import type { CallJson } from "../api/shapes.ts";
import { qualityWord, verdictOf } from "./verdict.ts";

const START = "2026-11-20T14:58:03.221415Z";
const nowUs = fromRfc3339(START) + 12_000_000;
const say = (over: Partial<CallJson>, bornAt?: string): string => verdictOf(sampleCall(over), { nowUs, bornAt }).sentence;

test("an answered call says how long it took, how long it lasted, who ended it and how it sounded", () => {
  const mos = { worst: 4.3, average: 4.35, scale: "nb" as const, source: "rtcp" };
  assert.equal(
    say({ state: "completed", setup_ms: 4100, talk_ms: 192_000, ended_by: "caller", mos }),
    "Answered after 4.1 s, 3 min 12 s of talk, ended by the caller; quality good (MOS 4.3).",
  );
});

test("an answered call without quality reports or a known end claims neither", () => {
  assert.equal(say({ state: "completed", setup_ms: 900, talk_ms: 5000, ended_by: "unknown" }), "Answered after 0.90 s, 5 s of talk.");
});

test("a failure names the status, the host it was born at, the retries and that nothing rang", () => {
  assert.equal(
    say({ state: "failed", status_code: 503, status_text: "Service Unavailable", retransmissions: 2 }, "carrier-b (203.0.113.9:5060)"),
    "Failed at carrier-b (203.0.113.9:5060): 503 Service Unavailable after 2 retransmissions; the caller never heard ringing.",
  );
});

test("a failure after ringing says how long it rang", () => {
  assert.equal(
    say({ state: "failed", status_code: 500, status_text: "Server Error", ringing_at: START, ring_ms: 8200 }),
    "Failed: 500 Server Error; it rang for 8.2 s.",
  );
});

test("one retransmission is not plural", () => {
  assert.match(say({ state: "failed", status_code: 503, status_text: "x", retransmissions: 1 }), /after 1 retransmission;/);
});

test("an unanswered challenge is not called a rejection", () => {
  assert.equal(
    say({ state: "rejected", status_code: 407, status_text: "Proxy Authentication Required" }),
    "Challenged (407 Proxy Authentication Required), and the caller never tried again with credentials.",
  );
  assert.match(say({ state: "rejected", status_code: 403, status_text: "Forbidden" }, "sbc1"), /^Rejected by sbc1: 403 Forbidden/);
});

test("a caller who gave up is told apart by whether it rang", () => {
  assert.equal(say({ state: "cancelled", ringing_at: START, ring_ms: 9800 }), "The caller gave up after 9.8 s of ringing.");
  assert.equal(say({ state: "cancelled" }), "The caller gave up before it rang.");
});

test("no answer says how long it rang and what ended it", () => {
  assert.equal(
    say({ state: "no_answer", ringing_at: START, ring_ms: 30_000, status_code: 480, status_text: "Temporarily Unavailable" }),
    "No answer: it rang for 30 s, then 480 Temporarily Unavailable.",
  );
  assert.equal(say({ state: "no_answer", status_code: 480, status_text: "Gone" }), "No answer: 480 Gone, and it never rang.");
});

test("open calls count from the moment that matters", () => {
  assert.equal(say({ state: "trying" }), "In progress: trying for 12 s, nothing rings yet.");
  assert.equal(
    say({ state: "trying", status_code: 401, status_text: "Unauthorized" }),
    "Challenged (401 Unauthorized); the caller has not tried again yet.",
  );
  assert.equal(say({ state: "ringing", ringing_at: "2026-11-20T14:58:05.221415Z" }), "In progress: ringing for 10 s.");
  assert.equal(
    say({ state: "established", setup_ms: 4000, answered_at: "2026-11-20T14:58:07.221415Z" }),
    "In progress: answered after 4 s, talking for 8 s.",
  );
});

test("a call without any final response and one whose end was not seen say so", () => {
  assert.equal(
    say({ state: "timeout", retransmissions: 6 }),
    "No final response came after 6 retransmissions; the caller never heard ringing.",
  );
  assert.equal(say({ state: "lost", answered_at: START, setup_ms: 2000 }), "Answered after 2 s; its end was not seen.");
  assert.equal(say({ state: "lost" }), "Never answered; its end was not seen.");
});

test("a partial record says why it is not whole", () => {
  assert.match(say({ state: "completed", partial: "began_before_capture" }), /\(partial record: it began before capture\)\.$/);
  assert.match(say({ state: "completed", partial: "new_reason" }), /\(partial record: new_reason\)\.$/);
});

test("other kinds are told by their request", () => {
  assert.equal(say({ kind: "registration", state: "completed", status_code: 200, status_text: "OK" }), "REGISTER answered with 200 OK.");
  assert.equal(say({ kind: "options", state: "timeout" }), "OPTIONS without an answer.");
});

test("every state gives exactly one sentence without leftovers", () => {
  for (const state of CALL_STATES) {
    const sentence = say({ state });
    assert.match(sentence, /^[A-Z].*[^ ,;:]\.$/, state);
    assert.doesNotMatch(sentence, /undefined|null|NaN/, state);
  }
});

test("MOS words follow the bands of G.107", () => {
  assert.deepEqual([4.4, 4.03, 4.02, 3.6, 3.59, 3.1, 3.0].map(qualityWord), ["good", "good", "fair", "fair", "poor", "poor", "bad"]);
});
