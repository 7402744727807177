// The conclusion: state, who ended it, and the times between its steps, drawn anew from the facts after every message that can change them.
import { stateOfFinal, type Call, type CallState, type EndedBy } from "@sipglass/model";
import { answeredDialogs, anyBye, BYE_ORIGIN, endingBye } from "./dialogs.ts";
import { hangupCause } from "./hangup-cause.ts";
import { earlier, type CallFacts, type Dialog, type Transaction } from "./open-call.ts";
import { callersFinal, firstTransaction, isUpstream, topTransactions } from "./transactions.ts";

export const isChallenge = (status: number): boolean => status === 401 || status === 407;

export function conclude(call: Call, facts: CallFacts): void {
  if (call.kind === "call") concludeInvite(call, facts);
  else concludeRequest(call, facts);
  call.hangupCause = call.kind === "call" ? hangupCause(call) : "";
}

/** REGISTER, OPTIONS, MESSAGE, …: one request and its answer. */
function concludeRequest(call: Call, facts: CallFacts): void {
  const final = callersFinal(topTransactions(facts));
  setStart(call, facts);
  setStatus(call, final);
  // The request that was accepted: that of a challenged attempt is its last. (RFC 6076 §4.1 counts from the first.)
  call.setupMs = final && final.status < 300 && final.requestSeen ? msBetween(final.atUs, final.finalUs) : null;
  if (!final) {
    call.state = facts.expiredUs > 0 ? "timeout" : "trying";
    call.endedAtUs = facts.expiredUs > 0 ? call.lastSeenAtUs : 0;
    return;
  }
  const isPending = isChallenge(final.status) && facts.expiredUs === 0;
  call.state = isPending ? "trying" : stateOfAnswer(final.status);
  call.endedAtUs = isPending ? 0 : final.finalUs;
}

/** Nobody is busy or away from a phone when a REGISTER or MESSAGE is refused. */
function stateOfAnswer(status: number): CallState {
  const state = stateOfFinal(status, { ringing: false, cancelled: false });
  if (state === "established") return "completed";
  return state === "redirected" || state === "rejected" ? state : "failed";
}

function concludeInvite(call: Call, facts: CallFacts): void {
  const top = topTransactions(facts);
  const final = callersFinal(top) ?? (facts.expiredUs > 0 ? innerFinal(facts) : undefined);
  const answered = answeredDialogs(facts);
  const isAnswered =
    final === undefined || final.status < 300 ? answered.length > 0 : answered.some((dialog) => dialog.top && dialog.acked);
  setStart(call, facts);
  setStatus(call, isAnswered && final && final.status >= 300 ? undefined : final);
  if (isAnswered && call.statusCode === 0) call.statusCode = 200;
  call.ringingAtUs = facts.ringingUs;
  call.answeredAtUs = isAnswered ? answered.reduce((first, dialog) => earlier(first, dialog.answeredUs), 0) : 0;
  if (isAnswered || facts.midDialog) concludeAnswered(call, facts);
  else if (final) concludeRefused(call, facts, final, gaveUp(facts, top));
  else concludeUnanswered(call, facts, gaveUp(facts, top));
  setDurations(call, facts);
}

/** Nothing more came, and the caller's own response was not seen: what the hops below answered is the best there is to know. */
function innerFinal(facts: CallFacts): Transaction | undefined {
  const inner = facts.transactions.filter((t) => t.attempt === facts.attempt && !t.top && t.finalUs > 0 && t.status >= 300);
  return callersFinal(inner);
}

/** The caller sent CANCEL, or BYE in an early dialog (RFC 3261 §15): the INVITE is then answered 487. */
const gaveUp = (facts: CallFacts, top: readonly Transaction[]): boolean =>
  top.some((t) => t.cancelled) || facts.dialogs.some((dialog) => dialog.byeUs > 0 && dialog.answeredUs === 0 && dialog.byeBy === "caller");

function concludeAnswered(call: Call, facts: CallFacts): void {
  const bye = endingBye(facts) ?? (facts.expiredUs > 0 && anyBye(facts) ? lastBye(facts) : undefined);
  if (bye) {
    call.state = "completed";
    call.endedAtUs = bye.byeUs;
    call.endedBy = byeSender(facts, bye);
    call.disconnectMs = bye.byeOkUs > 0 ? Math.max(0, bye.byeOkUs - bye.byeUs) / 1000 : null;
    return;
  }
  call.state = facts.expiredUs > 0 ? "lost" : "established";
  call.endedAtUs = facts.expiredUs > 0 ? call.lastSeenAtUs : 0;
  call.endedBy = "unknown";
  call.disconnectMs = null;
}

const lastBye = (facts: CallFacts): Dialog => facts.dialogs.reduce((last, dialog) => (dialog.byeUs > last.byeUs ? dialog : last));

/** BYEs to both sides that neither end was seen to send come from between them: a proxy or B2BUA gave up the call. */
function byeSender(facts: CallFacts, bye: Dialog): EndedBy {
  const { callerEnd, calleeEnd, callerMiddle, calleeMiddle } = BYE_ORIGIN;
  const fromMiddle = (facts.byeOrigins & callerMiddle) !== 0 && (facts.byeOrigins & calleeMiddle) !== 0;
  return fromMiddle && (facts.byeOrigins & (callerEnd | calleeEnd)) === 0 ? "network" : bye.byeBy;
}

function concludeRefused(call: Call, facts: CallFacts, final: Transaction, cancelled: boolean): void {
  const isPending = isChallenge(final.status) && facts.expiredUs === 0;
  call.state = isPending ? "trying" : stateOfFinal(final.status, { ringing: facts.ringingUs > 0, cancelled });
  call.endedAtUs = isPending ? 0 : final.finalUs;
  call.endedBy = isPending ? "unknown" : refusedBy(facts, final, call.state);
  call.disconnectMs = null;
}

/** The callee when the last hop sent this answer, the network when a proxy made it. */
function refusedBy(facts: CallFacts, final: Transaction, state: CallState): EndedBy {
  if (state === "cancelled") return "caller";
  if (final.status === 408) return "timeout";
  if (ROUTING.has(final.status)) return "network";
  const inner = facts.transactions.filter((t) => t.attempt === facts.attempt && !t.top);
  if (inner.length === 0) return facts.ringingUs > 0 || PERSONAL.has(final.status) ? "callee" : "network";
  const leaves = inner.filter((t) => !inner.some((other) => other !== t && isUpstream(t, other)));
  return leaves.some((t) => t.finalUs > 0 && sameAnswer(t.status, final.status)) ? "callee" : "network";
}

/** Loops and too many hops: whoever noticed, the routing did it. */
const ROUTING = new Set([482, 483]);

/** Answers that somebody gives, or his phone, when there is but one hop to judge by. */
const PERSONAL = new Set([486, 488, 600, 603, 606, 607]);

/** RFC 3261 §16.7: a proxy passes 503 on as 500. */
const sameAnswer = (leaf: number, top: number): boolean => leaf === top || (leaf === 503 && top === 500);

function concludeUnanswered(call: Call, facts: CallFacts, cancelled: boolean): void {
  call.disconnectMs = null;
  const isRinging = facts.ringingUs > 0;
  call.endedAtUs = facts.expiredUs > 0 ? call.lastSeenAtUs : 0;
  if (facts.expiredUs === 0) {
    call.state = isRinging ? "ringing" : "trying";
    call.endedBy = "unknown";
  } else {
    call.state = cancelled ? "cancelled" : isRinging ? "no_answer" : facts.startSeen ? "timeout" : "lost";
    call.endedBy = cancelled ? "caller" : call.state === "lost" ? "unknown" : "timeout";
  }
}

function setStart(call: Call, facts: CallFacts): void {
  const first = facts.startSeen ? firstTransaction(facts) : undefined;
  if (first) call.startedAtUs = first.atUs;
}

function setStatus(call: Call, final: Transaction | undefined): void {
  call.statusCode = final?.status ?? 0;
  call.statusText = final?.statusText ?? "";
}

function setDurations(call: Call, facts: CallFacts): void {
  const { startedAtUs, ringingAtUs, answeredAtUs } = call;
  const endUs = call.endedAtUs > 0 ? call.endedAtUs : call.lastSeenAtUs;
  const refusedUs = answeredAtUs === 0 && call.statusCode > 0 ? call.endedAtUs : 0;
  const heardUs = ringingAtUs || answeredAtUs || refusedUs;
  const knowsStart = facts.startSeen;
  call.pddMs = knowsStart && heardUs > 0 ? msBetween(startedAtUs, heardUs) : null;
  call.setupMs = knowsStart && answeredAtUs > 0 ? msBetween(startedAtUs, answeredAtUs) : null;
  call.ringMs = ringingAtUs > 0 ? msBetween(ringingAtUs, answeredAtUs || endUs) : null;
  call.talkMs = answeredAtUs > 0 ? msBetween(answeredAtUs, endUs) : null;
}

/** A call that stands talks on with every message. */
export function noteStanding(call: Call): void {
  if (call.answeredAtUs > 0) call.talkMs = msBetween(call.answeredAtUs, call.lastSeenAtUs);
}

const msBetween = (fromUs: number, toUs: number): number => Math.max(0, toUs - fromUs) / 1000;
