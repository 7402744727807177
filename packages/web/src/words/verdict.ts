// The verdict: one sentence that says how a call went, from its record and, where they are at hand, its messages. The evidence stands below it.
import type { CallJson } from "../api/shapes.ts";
import { counted } from "./count.ts";
import type { CredentialsOutcome } from "./credentials.ts";
import { spokenDuration } from "./duration.ts";
import type { Evidence } from "./evidence.ts";
import { isChallenge, outcomeOf, REQUEST_OF_KIND } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { gradeOf } from "./quality.ts";
import { fromRfc3339 } from "@sipglass/model";

export interface Verdict {
  outcome: Outcome;
  /** A whole sentence, without its final stop when `note` follows. */
  sentence: string;
}

export interface VerdictContext {
  nowUs: number;
  /** What the messages say. Without it the sentence claims no more than the record proves. */
  evidence?: Evidence | undefined;
}

const inMs = (ms: number): string => spokenDuration(ms / 1000);
const status = (call: CallJson): string => `${call.status_code ?? ""} ${call.status_text}`.trim() || "no status";
const sinceUs = (start: string | null, nowUs: number): string =>
  start === null ? "an unknown time" : spokenDuration(Math.max(0, (nowUs - fromRfc3339(start)) / 1e6));

const join = (...parts: (string | false | null)[]): string => parts.filter(Boolean).join(", ");

const quality = (call: CallJson): string =>
  call.mos === null ? "" : `; quality ${gradeOf(call.mos.worst)} (MOS ${call.mos.worst.toFixed(1)})`;

const answered = (call: CallJson): string => (call.setup_ms === null ? "Answered" : `Answered after ${inMs(call.setup_ms)}`);

const ENDED = {
  caller: "ended by the caller",
  callee: "ended by the callee",
  network: "cut by the network",
  timeout: "ended by a timer",
  unknown: "",
};

/** Time from `fromUs` to the caller's CANCEL or the final answer. */
function untilEnd(fromUs: number, { cancelUs, finalUs }: Evidence, call: CallJson): string {
  const endUs = cancelUs ?? finalUs ?? fromRfc3339(call.ended_at ?? "");
  return Number.isNaN(endUs) ? "an unknown time" : inMs(Math.max(0, (endUs - fromUs) / 1000));
}

/** What the caller heard before the end, from the messages; the record alone knows only whether anything at all was heard. */
function heard(call: CallJson, { evidence }: VerdictContext): string {
  if (evidence === undefined) return call.ringing_at === null ? "; the caller never heard ringing" : "";
  if (evidence.ringUs !== null && !evidence.ringHeard) return "; it rang, but no ringing reached the caller";
  if (evidence.ringUs !== null) return `; it rang for ${untilEnd(evidence.ringUs, evidence, call)}`;
  return evidence.progress ? `; ${evidence.progress.status} came, but no ringing` : "; the caller never heard ringing";
}

const repeats = ({ evidence }: VerdictContext): string =>
  evidence && evidence.repeats > 0 ? ` after ${counted(evidence.repeats, "retransmission")} of the ${evidence.method}` : "";
const by = ({ evidence }: VerdictContext): string => (evidence?.born ? ` by ${evidence.born.host}` : "");
const at = ({ evidence }: VerdictContext): string => (evidence?.born ? ` at ${evidence.born.host}` : "");

/** The status as it was born, and what was made of it on its way to the caller. */
function bornStatus(call: CallJson, { evidence }: VerdictContext): string {
  const born = evidence?.born?.status ?? status(call);
  return born.slice(0, 3) === String(call.status_code) ? status(call) : `${born}, passed on as ${status(call)}`;
}

/** Requests that nobody answered explain a time-out better than their number does. */
function unanswered(context: VerdictContext): string {
  const { silent, method } = context.evidence ?? {};
  if (!silent) return repeats(context);
  return `; ${counted(silent.requests, method ?? "")} to ${silent.host} stayed unanswered`;
}

function failed(call: CallJson, context: VerdictContext): string {
  const { cancelUs = null, finalUs = null } = context.evidence ?? {};
  const why = call.status_code === 408 ? unanswered(context) : repeats(context);
  const givenUp = cancelUs !== null && finalUs !== null && cancelUs < finalUs ? ", after the caller's CANCEL" : "";
  return `Failed${at(context)}: ${bornStatus(call, context)}${why}${givenUp}${heard(call, context)}`;
}

/** What became of the challenge; `whose` names the request when it is no call. */
function challenged(call: CallJson, context: VerdictContext, whose = ""): string {
  const told = whose === "" ? (word: string): string => word : (word: string): string => `${whose} ${word.toLowerCase()}`;
  switch (context.evidence?.credentials) {
    case undefined:
      return `${told("Challenged")} (${status(call)})`;
    case "refused_again":
      return `${told("Refused")} again${by(context)}, with credentials: ${status(call)}, probably a wrong password`;
    case "refused":
      return `${told("Refused")}${by(context)}, with the credentials that it brought: ${status(call)}`;
    case "stale":
      return `${told("Refused")}${by(context)}, because the nonce of its credentials is no longer good: ${status(call)}`;
    case "without":
      return `${told("Challenged")} again${by(context)} (${status(call)}): the new try brought no credentials`;
    case "none":
      return `${told("Challenged")}${by(context)} (${status(call)}), and within this dialogue no try with credentials followed`;
  }
}

const isRefusedFor = (credentials: CredentialsOutcome | undefined): boolean => credentials !== undefined && credentials !== "none";

function trying(call: CallJson, context: VerdictContext): string {
  if (!isChallenge(call.status_code)) return `In progress: trying for ${sinceUs(call.started_at, context.nowUs)}, nothing rings yet`;
  const told = isRefusedFor(context.evidence?.credentials) ? challenged(call, context) : `Challenged (${status(call)})`;
  return `${told}; the caller has not tried again yet`;
}

function ringing(call: CallJson, { nowUs, evidence }: VerdictContext): string {
  if (evidence && evidence.ringUs === null && evidence.progress)
    return `In progress: ${evidence.progress.status} for ${spokenDuration((nowUs - evidence.progress.atUs) / 1e6)}, nothing rings yet`;
  return `In progress: ringing for ${evidence?.ringUs != null ? spokenDuration((nowUs - evidence.ringUs) / 1e6) : sinceUs(call.ringing_at, nowUs)}`;
}

function noAnswer(call: CallJson, context: VerdictContext): string {
  const { evidence } = context;
  const last = call.status_code === null ? "no final response came" : `${status(call)}${by(context)}`;
  if (call.ringing_at === null) return `No answer: ${last}, and it never rang`;
  if (!evidence) return `No answer: ${last}`;
  if (evidence.ringUs !== null) return `No answer: it rang for ${untilEnd(evidence.ringUs, evidence, call)}, then ${last}`;
  const { progress } = evidence;
  return progress ? `No answer: ${progress.status}, ${untilEnd(progress.atUs, evidence, call)} later ${last}` : `No answer: ${last}`;
}

function cancelled(call: CallJson, { evidence }: VerdictContext): string {
  if (call.ringing_at === null) return "The caller gave up before it rang";
  if (!evidence) return "The caller gave up";
  if (evidence.ringUs !== null) return `The caller gave up after ${untilEnd(evidence.ringUs, evidence, call)} of ringing`;
  return evidence.progress ? `The caller gave up before it rang, after ${evidence.progress.status}` : "The caller gave up";
}

const SENTENCE: Record<CallJson["state"], (call: CallJson, context: VerdictContext) => string> = {
  trying,
  ringing,
  established: (call, { nowUs }) => `In progress: ${answered(call).toLowerCase()}, talking for ${sinceUs(call.answered_at, nowUs)}`,
  completed: (call) => join(answered(call), call.talk_ms !== null && `${inMs(call.talk_ms)} of talk`, ENDED[call.ended_by]) + quality(call),
  busy: (call, context) => `Busy${at(context)}: ${status(call)}${heard(call, context)}`,
  no_answer: noAnswer,
  cancelled,
  rejected: (call, context) =>
    isChallenge(call.status_code)
      ? challenged(call, context)
      : `Rejected${by(context)}: ${status(call)}${repeats(context)}${heard(call, context)}`,
  failed,
  redirected: (call, context) => `Redirected${by(context)}: ${status(call)}`,
  timeout: (call, context) => `No final response came${unanswered(context)}${heard(call, context)}`,
  lost: (call) => `${call.answered_at === null ? "Never answered" : answered(call)}; its end was not seen`,
};

function otherKind(call: CallJson, context: VerdictContext): string {
  const request = context.evidence?.method || REQUEST_OF_KIND[call.kind];
  if (call.status_code === null) return `${request} without an answer${repeats(context)}`;
  if (isChallenge(call.status_code)) return challenged(call, context, request);
  return `${request} answered${by(context)} with ${status(call)}${repeats(context)}`;
}

const PARTIAL: Record<string, string> = {
  began_before_capture: "it began before capture",
  evicted: "it was closed early to keep memory bounded",
  lost_end: "its end was not captured",
};

export function verdictOf(call: CallJson, context: VerdictContext): Verdict {
  const body = call.kind === "call" ? SENTENCE[call.state](call, context) : otherKind(call, context);
  const partial = call.partial === null ? "" : ` (partial record: ${PARTIAL[call.partial] ?? call.partial})`;
  return { outcome: outcomeOf(call.state), sentence: `${body}${partial}.` };
}
