// The verdict: one sentence that says how a call went, from its state, codes and times alone. The evidence stands below it on the page.
import type { CallJson } from "../api/shapes.ts";
import { counted } from "./count.ts";
import { spokenDuration } from "./duration.ts";
import { isChallenge, outcomeOf, REQUEST_OF_KIND } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { fromRfc3339 } from "@sipglass/model";

export interface Verdict {
  outcome: Outcome;
  /** A whole sentence, without its final stop when `note` follows. */
  sentence: string;
}

export interface VerdictContext {
  nowUs: number;
  /** Name of the host that sent the final failure first, where the ladder shows it. */
  bornAt?: string | undefined;
}

const inMs = (ms: number): string => spokenDuration(ms / 1000);
const status = (call: CallJson): string => `${call.status_code ?? ""} ${call.status_text}`.trim() || "no status";
const sinceUs = (start: string | null, nowUs: number): string =>
  start === null ? "an unknown time" : spokenDuration(Math.max(0, (nowUs - fromRfc3339(start)) / 1e6));

const join = (...parts: (string | false | null)[]): string => parts.filter(Boolean).join(", ");

/** MOS as words, by the bands of ITU-T G.107 annex B: satisfied from 4.03, some dissatisfied from 3.6, many from 3.1. */
export function qualityWord(mos: number): string {
  if (mos >= 4.03) return "good";
  if (mos >= 3.6) return "fair";
  return mos >= 3.1 ? "poor" : "bad";
}

const quality = (call: CallJson): string =>
  call.mos === null ? "" : `; quality ${qualityWord(call.mos.worst)} (MOS ${call.mos.worst.toFixed(1)})`;

const answered = (call: CallJson): string => (call.setup_ms === null ? "Answered" : `Answered after ${inMs(call.setup_ms)}`);

const ENDED = {
  caller: "ended by the caller",
  callee: "ended by the callee",
  network: "cut by the network",
  timeout: "ended by a timer",
  unknown: "",
};

const unheard = (call: CallJson): string =>
  call.ringing_at === null ? "; the caller never heard ringing" : `; it rang for ${inMs(call.ring_ms ?? 0)}`;
const repeats = (call: CallJson): string => (call.retransmissions > 0 ? ` after ${counted(call.retransmissions, "retransmission")}` : "");
const by = (context: VerdictContext): string => (context.bornAt ? ` by ${context.bornAt}` : "");
const at = (context: VerdictContext): string => (context.bornAt ? ` at ${context.bornAt}` : "");

function refused(call: CallJson, context: VerdictContext): string {
  if (!isChallenge(call.status_code)) return `Rejected${by(context)}: ${status(call)}${repeats(call)}${unheard(call)}`;
  return `Challenged${by(context)} (${status(call)}), and the caller never tried again with credentials`;
}

const SENTENCE: Record<CallJson["state"], (call: CallJson, context: VerdictContext) => string> = {
  trying: (call, { nowUs }) =>
    isChallenge(call.status_code)
      ? `Challenged (${status(call)}); the caller has not tried again yet`
      : `In progress: trying for ${sinceUs(call.started_at, nowUs)}, nothing rings yet`,
  ringing: (call, { nowUs }) => `In progress: ringing for ${sinceUs(call.ringing_at, nowUs)}`,
  established: (call, { nowUs }) => `In progress: ${answered(call).toLowerCase()}, talking for ${sinceUs(call.answered_at, nowUs)}`,
  completed: (call) => join(answered(call), call.talk_ms !== null && `${inMs(call.talk_ms)} of talk`, ENDED[call.ended_by]) + quality(call),
  busy: (call, context) => `Busy${at(context)}: ${status(call)}${unheard(call)}`,
  no_answer: (call) =>
    call.ringing_at === null
      ? `No answer: ${status(call)}, and it never rang`
      : `No answer: it rang for ${inMs(call.ring_ms ?? 0)}, then ${status(call)}`,
  cancelled: (call) =>
    call.ringing_at === null ? "The caller gave up before it rang" : `The caller gave up after ${inMs(call.ring_ms ?? 0)} of ringing`,
  rejected: refused,
  failed: (call, context) => `Failed${at(context)}: ${status(call)}${repeats(call)}${unheard(call)}`,
  redirected: (call, context) => `Redirected${by(context)}: ${status(call)}`,
  timeout: (call) => `No final response came${repeats(call)}${unheard(call)}`,
  lost: (call) => `${call.answered_at === null ? "Never answered" : answered(call)}; its end was not seen`,
};

function otherKind(call: CallJson): string {
  const request = REQUEST_OF_KIND[call.kind];
  return call.status_code === null
    ? `${request} without an answer${repeats(call)}`
    : `${request} answered with ${status(call)}${repeats(call)}`;
}

const PARTIAL: Record<string, string> = {
  began_before_capture: "it began before capture",
  evicted: "it was closed early to keep memory bounded",
  lost_end: "its end was not captured",
};

export function verdictOf(call: CallJson, context: VerdictContext): Verdict {
  const body = call.kind === "call" ? SENTENCE[call.state](call, context) : otherKind(call);
  const partial = call.partial === null ? "" : ` (partial record: ${PARTIAL[call.partial] ?? call.partial})`;
  return { outcome: outcomeOf(call.state), sentence: `${body}${partial}.` };
}
