// Verdicts: each way a call can go reads as one sentence that is true.
import assert from "node:assert/strict";
import { test } from "node:test";
import { CALL_STATES } from "@sipglass/model";
import { fromRfc3339 } from "@sipglass/model";
import { sampleCall } from "../../dev/sample-call.ts";
import type { CallJson } from "../api/shapes.ts";
import type { Evidence } from "./evidence.ts";
import { gradeOf } from "./quality.ts";
import { verdictOf } from "./verdict.ts";

const START = "2026-11-20T14:58:03.221415Z";
const nowUs = fromRfc3339(START) + 12_000_000;
const startUs = fromRfc3339(START);
const NOTHING: Evidence = {
  method: "INVITE",
  ringUs: null,
  ringHeard: false,
  progress: null,
  cancelUs: null,
  finalUs: null,
  repeats: 0,
  born: null,
  silent: null,
  credentials: "none",
};
const RANG = { ringUs: startUs, ringHeard: true };
const S = 1_000_000;
const say = (over: Partial<CallJson>, seen?: Partial<Evidence>): string =>
  verdictOf(sampleCall(over), { nowUs, evidence: seen && { ...NOTHING, ...seen } }).sentence;

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
  const born = { host: "carrier-b (203.0.113.9:5060)", status: "503 Service Unavailable" };
  assert.equal(
    say({ state: "failed", status_code: 503, status_text: "Service Unavailable" }, { born, repeats: 2 }),
    "Failed at carrier-b (203.0.113.9:5060): 503 Service Unavailable after 2 retransmissions of the INVITE; the caller never heard ringing.",
  );
});

test("without messages a failure claims neither a place nor a time of ringing", () => {
  const failed = { state: "failed", status_code: 500, status_text: "Server Error", retransmissions: 4 } as const;
  assert.equal(say({ ...failed, ringing_at: START, ring_ms: 8200 }), "Failed: 500 Server Error.");
  assert.equal(say(failed), "Failed: 500 Server Error; the caller never heard ringing.");
});

test("a status that was changed on its way is told as it was born", () => {
  const born = { host: "gw", status: "503 Service Unavailable" };
  assert.match(
    say({ state: "failed", status_code: 500, status_text: "Server Error" }, { born }),
    /^Failed at gw: 503 Service Unavailable, passed on as 500 Server Error;/,
  );
});

test("a failure after ringing says how long it rang, and when the caller heard none of it", () => {
  const failed = { state: "failed", status_code: 500, status_text: "Server Error", ringing_at: START } as const;
  assert.equal(say(failed, { ...RANG, finalUs: startUs + 8.2 * S }), "Failed: 500 Server Error; it rang for 8.2 s.");
  assert.equal(say(failed, { ringUs: startUs }), "Failed: 500 Server Error; it rang, but no ringing reached the caller.");
  const progress = { status: "183 Session Progress", atUs: startUs };
  assert.equal(say(failed, { progress }), "Failed: 500 Server Error; 183 Session Progress came, but no ringing.");
});

test("a time-out names who stayed silent, and the caller who had given up before", () => {
  const timedOut = { state: "failed", status_code: 408, status_text: "Request Timeout" } as const;
  assert.match(
    say(timedOut, { silent: { host: "gw", requests: 4 }, repeats: 3 }),
    /^Failed: 408 Request Timeout; 4 INVITEs to gw stayed unanswered; the caller never/,
  );
  assert.match(
    say(timedOut, { repeats: 1, cancelUs: startUs, finalUs: startUs + S }),
    /^Failed: 408 Request Timeout after 1 retransmission of the INVITE, after the caller's CANCEL;/,
  );
});

test("what became of a challenge is told from the messages", () => {
  const challenged = { state: "rejected", status_code: 407, status_text: "Proxy Authentication Required" } as const;
  const told = (credentials: Evidence["credentials"]): string => say(challenged, { credentials });
  assert.equal(told("none"), "Challenged (407 Proxy Authentication Required), and within this dialogue no try with credentials followed.");
  assert.equal(told("refused_again"), "Refused again, with credentials: 407 Proxy Authentication Required, probably a wrong password.");
  assert.equal(told("without"), "Challenged again (407 Proxy Authentication Required): the new try brought no credentials.");
  assert.equal(told("stale"), "Refused, because the nonce of its credentials is no longer good: 407 Proxy Authentication Required.");
  assert.equal(told("refused"), "Refused, with the credentials that it brought: 407 Proxy Authentication Required.");
  assert.equal(say(challenged), "Challenged (407 Proxy Authentication Required).", "without messages nothing is said of credentials");
});

test("a refusal that is no challenge is one", () => {
  const born = { host: "sbc1", status: "403 Forbidden" };
  assert.match(say({ state: "rejected", status_code: 403, status_text: "Forbidden" }, { born }), /^Rejected by sbc1: 403 Forbidden;/);
});

test("a caller who gave up is told apart by what was heard until then", () => {
  const cancelled = { state: "cancelled", ringing_at: START } as const;
  assert.equal(
    say(cancelled, { ...RANG, cancelUs: startUs + 9.8 * S, finalUs: startUs + 11 * S }),
    "The caller gave up after 9.8 s of ringing.",
  );
  const progress = { status: "183 Session Progress", atUs: startUs };
  assert.equal(say(cancelled, { progress }), "The caller gave up before it rang, after 183 Session Progress.");
  assert.equal(say({ state: "cancelled" }), "The caller gave up before it rang.");
  assert.equal(say(cancelled), "The caller gave up.");
});

test("no answer says how long it rang and what ended it", () => {
  const unanswered = { state: "no_answer", ringing_at: START, status_code: 480, status_text: "Temporarily Unavailable" } as const;
  assert.equal(say(unanswered, { ...RANG, finalUs: startUs + 30 * S }), "No answer: it rang for 30 s, then 480 Temporarily Unavailable.");
  const progress = { status: "183 Session Progress", atUs: startUs };
  assert.equal(
    say(unanswered, { progress, finalUs: startUs + S, born: { host: "gw", status: "480 Temporarily Unavailable" } }),
    "No answer: 183 Session Progress, 1 s later 480 Temporarily Unavailable by gw.",
  );
  assert.equal(say({ state: "no_answer", status_code: 480, status_text: "Gone" }), "No answer: 480 Gone, and it never rang.");
  assert.equal(
    say({ state: "no_answer", ringing_at: START, ended_at: "2026-11-20T15:00:03.221415Z" }, RANG),
    "No answer: it rang for 2 min, then no final response came.",
  );
});

test("open calls count from the moment that matters", () => {
  assert.equal(say({ state: "trying" }), "In progress: trying for 12 s, nothing rings yet.");
  const challenged = { state: "trying", status_code: 401, status_text: "Unauthorized" } as const;
  assert.equal(say(challenged), "Challenged (401 Unauthorized); the caller has not tried again yet.");
  assert.equal(
    say(challenged, { credentials: "refused_again" }),
    "Refused again, with credentials: 401 Unauthorized, probably a wrong password; the caller has not tried again yet.",
  );
  const ringing = { state: "ringing", ringing_at: "2026-11-20T14:58:05.221415Z" } as const;
  assert.equal(say(ringing), "In progress: ringing for 10 s.");
  assert.equal(say(ringing, { ringUs: startUs + 4 * S }), "In progress: ringing for 8 s.");
  assert.equal(
    say(ringing, { progress: { status: "183 Session Progress", atUs: startUs + 2 * S } }),
    "In progress: 183 Session Progress for 10 s, nothing rings yet.",
  );
  assert.equal(
    say({ state: "established", setup_ms: 4000, answered_at: "2026-11-20T14:58:07.221415Z" }),
    "In progress: answered after 4 s, talking for 8 s.",
  );
});

test("a call without any final response and one whose end was not seen say so", () => {
  assert.equal(
    say({ state: "timeout" }, { repeats: 6 }),
    "No final response came after 6 retransmissions of the INVITE; the caller never heard ringing.",
  );
  assert.equal(
    say({ state: "timeout" }, { silent: { host: "gw", requests: 7 } }),
    "No final response came; 7 INVITEs to gw stayed unanswered; the caller never heard ringing.",
  );
  assert.equal(say({ state: "lost", answered_at: START, setup_ms: 2000 }), "Answered after 2 s; its end was not seen.");
  assert.equal(say({ state: "lost" }), "Never answered; its end was not seen.");
});

test("a partial record says why it is not whole", () => {
  assert.match(say({ state: "completed", partial: "began_before_capture" }), /\(partial record: it began before capture\)\.$/);
  assert.match(say({ state: "completed", partial: "new_reason" }), /\(partial record: new_reason\)\.$/);
});

test("other kinds are told by their request", () => {
  const registration = { kind: "registration", state: "completed", status_code: 200, status_text: "OK" } as const;
  assert.equal(say(registration), "REGISTER answered with 200 OK.");
  assert.equal(say({ kind: "options", state: "timeout" }), "OPTIONS without an answer.");
  const events = { kind: "subscribe", state: "failed", status_code: 489, status_text: "Bad Event" } as const;
  assert.equal(say(events, { method: "PUBLISH" }), "PUBLISH answered with 489 Bad Event.");
  assert.equal(say(events), "Event request answered with 489 Bad Event.");
  const refused = { ...registration, state: "rejected", status_code: 401, status_text: "Unauthorized" } as const;
  assert.equal(
    say(refused, { method: "REGISTER", credentials: "refused_again", born: { host: "pbx", status: "401 Unauthorized" } }),
    "REGISTER refused again by pbx, with credentials: 401 Unauthorized, probably a wrong password.",
  );
  assert.equal(say(refused), "REGISTER challenged (401 Unauthorized).");
});

test("every state gives exactly one sentence without leftovers", () => {
  for (const [state, seen] of CALL_STATES.flatMap((each) => [[each, undefined] as const, [each, NOTHING] as const])) {
    const sentence = say({ state }, seen);
    assert.match(sentence, /^[A-Z].*[^ ,;:]\.$/, state);
    assert.doesNotMatch(sentence, /undefined|null|NaN/, state);
  }
});

test("MOS words follow the bands of G.107", () => {
  assert.deepEqual([4.4, 4.03, 4.02, 3.6, 3.59, 3.1, 3.0].map(gradeOf), ["good", "good", "fair", "fair", "poor", "poor", "bad"]);
});
