// One new message changes one call: the facts it adds. Retransmissions and copies do not come here: they add nothing.
import type { Call, Packet, SipMessage } from "@sipglass/model";
import { addAnsweredCodecs, noteSessionDescription, type CodecNames } from "./codecs.ts";
import { noteAck, noteAnswer, noteBye, noteByeAnswer } from "./dialogs.ts";
import type { Picked } from "./header-pick.ts";
import type { StringPool } from "./keep.ts";
import { belongsToCall, isInitialInvite, methodOf } from "./kind.ts";
import { addUserAgent, noteReason } from "./marks.ts";
import { earlier, type CallFacts, type TrackedCall, type Transaction } from "./open-call.ts";
import { fillAssertedIdentity, fillEnds, fillHops, fillParties } from "./parties.ts";
import { conclude } from "./outcome.ts";
import { findTransaction, firstTransaction, noteStatus, requestTransaction, responseTransaction } from "./transactions.ts";

export interface Sight {
  packet: Packet;
  message: SipMessage;
  eventUs: number;
  keep: StringPool;
  codecNames: CodecNames;
  /** Those headers that calls take something from. */
  picked: Picked;
}

/** What reducers read with `picked`. */
export const REDUCED_HEADERS = ["user-agent", "server", "reason", "session-expires", "p-asserted-identity"] as const;

export function reduce(tracked: TrackedCall, sight: Sight): void {
  const { call, facts } = tracked;
  facts.expiredUs = 0;
  if (call.kind !== "call" && belongsToCall(sight.message)) becomeCall(call, facts);
  if (call.kind === "call") reduceCall(call, facts, sight);
  else reduceOther(call, facts, sight);
}

/** Its first message could have belonged to something else (a NOTIFY within a call that stood before capture began). */
function becomeCall(call: Call, facts: CallFacts): void {
  call.kind = "call";
  call.partial = "began_before_capture";
  Object.assign(facts, { method: "INVITE", transactions: [], cseq: 0, attempt: 0, attemptUs: 0, startSeen: false, midDialog: true });
}

function reduceOther(call: Call, facts: CallFacts, sight: Sight): void {
  if (methodOf(sight.message) !== facts.method) return;
  const known = facts.transactions.length;
  if (sight.message.isRequest) makerSeen(call, facts, sight);
  else makerAnswered(facts, sight);
  if (facts.transactions.length !== known) fillHops(call, facts, sight.keep);
  conclude(call, facts);
}

function reduceCall(call: Call, facts: CallFacts, sight: Sight): void {
  const known = facts.transactions.length;
  const changes = sight.message.isRequest ? callRequest(call, facts, sight) : callResponse(call, facts, sight);
  if (facts.transactions.length !== known) fillHops(call, facts, sight.keep);
  if (changes) conclude(call, facts);
}

/** The request that makes the call, on one of its hops. The caller's hop names the parties. */
function makerSeen(call: Call, facts: CallFacts, sight: Sight): void {
  const { packet, message, eventUs, keep, picked } = sight;
  const transaction = requestTransaction(facts, message, packet, eventUs);
  if (!transaction) return;
  const isFirst = !facts.startSeen || firstTransaction(facts) === transaction;
  // The very first message has named the parties already.
  if (isFirst && call.messages > 1) {
    fillParties(call, message, keep);
    fillEnds(call, message, packet);
  }
  if (isFirst || call.paiUser === "") fillAssertedIdentity(call, message, picked);
  facts.startSeen = true;
  facts.midDialog = false;
  if (call.partial === "began_before_capture") call.partial = "";
  if (call.userAgents.length === 0) addUserAgent(call, picked, keep);
}

function makerAnswered(facts: CallFacts, { packet, message, eventUs, keep }: Sight): Transaction | undefined {
  const transaction = responseTransaction(facts, message, packet, eventUs);
  if (transaction) noteStatus(transaction, message, eventUs, keep);
  return transaction;
}

function callRequest(call: Call, facts: CallFacts, sight: Sight): boolean {
  const { packet, message, eventUs } = sight;
  if (isInitialInvite(message)) {
    makerSeen(call, facts, sight);
    noteSessionDescription(call, facts, message, sight.codecNames);
    return true;
  }
  switch (message.method) {
    case "CANCEL":
      return noteCancel(call, facts, sight);
    case "ACK":
      return noteCallAck(call, facts, sight);
    case "BYE":
      noteMidDialog(facts, message);
      noteBye(facts, message, packet, eventUs, { caller: call.src, callees: lastHops(facts) });
      if (call.reason === null) noteReason(call, sight.picked);
      return true;
    case "INVITE":
      if (!facts.startSeen && findTransaction(facts, message)) forgetStart(facts);
      noteMidDialog(facts, message);
      noteReinvite(call, facts, message);
      return true;
    default:
      noteMidDialog(facts, message);
      return facts.midDialog;
  }
}

/** Any request with a To tag shows a dialog; if nothing began it here, it stood before. (PRACK and UPDATE may come while it is early.) */
function noteMidDialog(facts: CallFacts, message: SipMessage): void {
  if (facts.attempt === 0 && message.toTag !== "") facts.midDialog = true;
}

/** What came first was the answer to a re-INVITE, not to the request that makes the call. */
function forgetStart(facts: CallFacts): void {
  Object.assign(facts, { transactions: [], attempt: 0, cseq: 0, callerTag: "", ringingUs: 0 });
  facts.dialogs = facts.dialogs.map((dialog) => ({ ...dialog, answeredUs: 0, top: false }));
}

function lastHops(facts: CallFacts): string[] {
  return facts.transactions
    .filter((t) => !facts.transactions.some((other) => other !== t && other.src === t.dst && other.viaCount > t.viaCount))
    .map((t) => t.dst);
}

/** CANCEL travels hop by hop with the branch of its INVITE (RFC 3261 §9.1); the caller's own gives the reason. */
function noteCancel(call: Call, facts: CallFacts, { message, packet, eventUs, picked }: Sight): boolean {
  const isFirst = facts.attempt === 0 && !facts.midDialog;
  const transaction = isFirst ? requestTransaction(facts, message, packet, eventUs) : findTransaction(facts, message);
  if (!transaction) return false;
  transaction.cancelled = true;
  if (transaction.top) noteReason(call, picked);
  return true;
}

/**
 * The ACK of a refusal has the branch of its INVITE (§17.1.1.3); that of a 2xx is a request of the dialog, and may hold the answer
 * (§13.2.2.4).
 */
function noteCallAck(call: Call, facts: CallFacts, { message, codecNames }: Sight): boolean {
  if (findTransaction(facts, message)) return false;
  noteAck(facts, message);
  if (message.cseq === facts.cseq) noteSessionDescription(call, facts, message, codecNames);
  // It confirms what is concluded already, unless the 2xx came too late to count by itself.
  return call.state !== "established";
}

/** Counted once however many hops repeat it: a side's CSeq only rises. */
function noteReinvite(call: Call, facts: CallFacts, message: SipMessage): void {
  const side = facts.callerTag !== "" && message.toTag === facts.callerTag ? 1 : 0;
  if (message.cseq <= facts.reinvites[side]) return;
  facts.reinvites = side === 0 ? [message.cseq, facts.reinvites[1]] : [facts.reinvites[0], message.cseq];
  call.reinvites += 1;
}

function callResponse(call: Call, facts: CallFacts, sight: Sight): boolean {
  const { message, eventUs } = sight;
  if (message.cseqMethod === "BYE") {
    if (facts.attempt === 0) facts.midDialog = true;
    noteByeAnswer(facts, message, eventUs);
    return true;
  }
  if (message.cseqMethod === "INVITE") return inviteAnswered(call, facts, sight);
  if (message.cseqMethod === "UPDATE") noteSessionTimer(facts, message, sight.picked);
  return false;
}

function inviteAnswered(call: Call, facts: CallFacts, sight: Sight): boolean {
  const { message, eventUs, keep } = sight;
  const transaction = makerAnswered(facts, sight);
  if (!transaction) {
    reinviteAnswered(call, facts, message, sight);
    return false;
  }
  const { statusCode } = message;
  if (statusCode === 100 && call.state === "trying") return false;
  if (statusCode >= 180 && statusCode < 200) facts.ringingUs = earlier(facts.ringingUs, eventUs);
  if (statusCode > 100 && statusCode < 300) answerSeen(call, facts, sight, transaction);
  if (statusCode >= 300 && transaction.top) {
    noteReason(call, sight.picked);
    if (call.userAgents.length < 2) addUserAgent(call, sight.picked, keep);
  }
  return true;
}

function answerSeen(call: Call, facts: CallFacts, { message, eventUs, keep, codecNames, picked }: Sight, transaction: Transaction): void {
  if (noteAnswer(facts, message, transaction, eventUs)) {
    addUserAgent(call, picked, keep);
    if (message.statusCode >= 200) noteSessionTimer(facts, message, picked);
  }
  noteSessionDescription(call, facts, message, codecNames);
}

function reinviteAnswered(call: Call, facts: CallFacts, message: SipMessage, { codecNames, picked }: Sight): void {
  if (message.statusCode < 200 || message.statusCode >= 300) return;
  noteSessionTimer(facts, message, picked);
  addAnsweredCodecs(call, message, codecNames);
}

/** RFC 4028: a 2xx to INVITE or UPDATE says how long the session lives without a refresh. */
function noteSessionTimer(facts: CallFacts, message: SipMessage, picked: Picked): void {
  if (message.statusCode < 200 || message.statusCode >= 300) return;
  const seconds = Number.parseInt(picked.get("session-expires") ?? "", 10);
  facts.sessionExpiresS = seconds > 0 && seconds <= 86_400 ? seconds : 0;
}
