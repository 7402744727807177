// The transactions of the request that makes the call, hop by hop: which of them is the caller's, what answered it, and which try it was.
import type { Packet, SipMessage } from "@sipglass/model";
import { bounded, detached, withItem, type StringPool } from "./keep.ts";
import type { CallFacts, Transaction } from "./open-call.ts";

/** More hops and forks than this are counted on the call but no longer told apart. */
const MOST_TRANSACTIONS = 48;
const MAGIC_COOKIE = "z9hG4bK";

/** RFC 3261 §17.1.3: the branch identifies the transaction. Agents of RFC 2543 are matched by sent-by, CSeq and From tag (RFC 3261 §17.2.3). */
export function transactionKey(message: SipMessage): string {
  if (message.branch.startsWith(MAGIC_COOKIE)) return bounded(message.branch);
  return bounded(`${message.viaSentBy}|${message.cseq}|${message.fromTag}`);
}

export function findTransaction(facts: CallFacts, message: SipMessage): Transaction | undefined {
  const { transactions } = facts;
  if (transactions.length === 0) return undefined;
  const key = transactionKey(message);
  // Some agents use one branch for all requests of a dialog, so the CSeq must agree too.
  for (let i = transactions.length - 1; i >= 0; i--)
    if (transactions[i]!.cseq === message.cseq && transactions[i]!.key === key) return transactions[i];
  return undefined;
}

export interface Hop {
  src: string;
  srcPort: number;
  dst: string;
  dstPort: number;
  viaCount: number;
}

/** a ends where b begins. On one host (everything on 127.0.0.1) only the port tells. */
const feeds = (a: Hop, b: Hop): boolean => a.dst === b.src && (a.src !== a.dst || a.dstPort === b.srcPort);

/** Does `a` lie between the caller and `b`? By addresses; where they say nothing or both ways (a loop), by the growing number of Vias. */
export function isUpstream(a: Hop, b: Hop): boolean {
  const down = feeds(a, b);
  if (down !== feeds(b, a)) return down;
  return a.viaCount < b.viaCount;
}

/** The transaction of a request that makes the call; new, or known from its responses. */
export function requestTransaction(
  facts: CallFacts,
  message: SipMessage,
  packet: Packet,
  atUs: number,
): Transaction | undefined {
  const known = findTransaction(facts, message);
  if (known) {
    known.atUs = known.requestSeen ? Math.min(known.atUs, atUs) : atUs;
    known.requestSeen = true;
    return known;
  }
  const hop: Hop = {
    src: packet.src,
    srcPort: packet.srcPort,
    dst: packet.dst,
    dstPort: packet.dstPort,
    viaCount: message.viaCount,
  };
  return addTransaction(facts, message, hop, atUs);
}

/**
 * The transaction that a response answers. When its request was not seen (or comes later: mirrors invert), it is made from the response.
 */
export function responseTransaction(
  facts: CallFacts,
  message: SipMessage,
  packet: Packet,
  atUs: number,
): Transaction | undefined {
  const known = findTransaction(facts, message) ?? (message.branch === "" ? byEnds(facts, message, packet) : undefined);
  if (known || !answersMaker(facts, message)) return known;
  const hop: Hop = {
    src: packet.dst,
    srcPort: packet.dstPort,
    dst: packet.src,
    dstPort: packet.srcPort,
    viaCount: message.viaCount,
  };
  return addTransaction(facts, message, hop, atUs);
}

/** Some agents lose the Via of a response on its way back: it still travels between the ends of its request. */
function byEnds(facts: CallFacts, message: SipMessage, packet: Packet): Transaction | undefined {
  return facts.transactions.find(
    (t) => t.cseq === message.cseq && t.src === packet.dst && t.dst === packet.src && t.srcPort === packet.dstPort,
  );
}

/**
 * Not an answer to a re-INVITE: those come from the other side and so have another From tag, or have a higher CSeq while the call stands.
 * Before an answer a higher CSeq is the next attempt (after a challenge, say), whose request is still on its way to us.
 */
function answersMaker(facts: CallFacts, message: SipMessage): boolean {
  if (facts.attempt === 0) return !facts.midDialog;
  if (message.fromTag !== facts.callerTag) return false;
  if (message.cseq <= facts.cseq) return message.cseq === facts.cseq;
  return facts.method !== "INVITE" || !facts.dialogs.some((dialog) => dialog.answeredUs > 0);
}

function addTransaction(facts: CallFacts, message: SipMessage, hop: Hop, atUs: number): Transaction | undefined {
  if (facts.transactions.length >= MOST_TRANSACTIONS) return undefined;
  const isAbove = liesAbove(facts, hop, atUs);
  const attempt = isAbove ? facts.attempt : attemptOf(facts, message, hop);
  if (attempt > facts.attempt || isAbove) {
    if (attempt > facts.attempt) facts.attemptUs = atUs;
    facts.attempt = attempt;
    facts.cseq = message.cseq;
    if (message.fromTag !== facts.callerTag) facts.callerTag = detached(bounded(message.fromTag));
  }
  const transaction: Transaction = {
    key: detached(transactionKey(message)),
    cseq: message.cseq,
    attempt,
    // Not spread: V8 would keep what follows outside of the object, a hundred bytes more.
    src: hop.src,
    srcPort: hop.srcPort,
    dst: hop.dst,
    dstPort: hop.dstPort,
    viaCount: hop.viaCount,
    atUs,
    requestSeen: message.isRequest && message.method !== "CANCEL",
    status: 0,
    statusText: "",
    finalUs: 0,
    cancelled: false,
    top: true,
  };
  if (isAbove) for (const t of facts.transactions) if (isJustBelow(t, hop, atUs)) t.attempt = attempt;
  facts.transactions = withItem(facts.transactions, transaction);
  markTop(facts);
  return transaction;
}

/** Mirrors deliver the hops of one request this much out of order at most. */
export const INVERSION_US = 1_000_000;

/** The caller's own hop comes after the one below it: what it says of tag and CSeq is the caller's (a B2BUA below has others). */
function liesAbove(facts: CallFacts, hop: Hop, atUs: number): boolean {
  const current = facts.transactions.filter((t) => t.attempt === facts.attempt);
  return current.length > 0 && current.every((t) => isJustBelow(t, hop, atUs));
}

const isJustBelow = (t: Transaction, hop: Hop, atUs: number): boolean => isUpstream(hop, t) && Math.abs(t.atUs - atUs) < INVERSION_US;

/**
 * A higher CSeq of the caller is a new attempt (after a challenge, a redirection, a refusal), unless a proxy made it further down on a
 * try that is still unanswered (it may answer a challenge itself). Another From tag is a B2BUA that keeps the Call-ID: part of the
 * attempt that runs.
 */
function attemptOf(facts: CallFacts, message: SipMessage, hop: Hop): number {
  if (facts.attempt === 0) return 1;
  const current = facts.transactions.filter((t) => t.attempt === facts.attempt);
  const below = current.filter((t) => isUpstream(t, hop));
  if (below.some((t) => t.top && t.finalUs === 0)) return facts.attempt;
  if (message.fromTag !== facts.callerTag) return below.length > 0 ? facts.attempt : facts.attempt + 1;
  if (message.cseq > facts.cseq) return facts.attempt + 1;
  return message.cseq === facts.cseq ? facts.attempt : 0;
}

function markTop(facts: CallFacts): void {
  const current = facts.transactions.filter((t) => t.attempt === facts.attempt);
  for (const t of current) t.top = !current.some((other) => other !== t && isUpstream(other, t));
}

/** The caller's transactions of the current attempt: one, or several side by side when the fork is further up than we capture. */
export const topTransactions = (facts: CallFacts): Transaction[] => facts.transactions.filter((t) => t.attempt === facts.attempt && t.top);

/** The caller's transaction of the first attempt (0 = one that came to us after a later one): where the call began. */
export function firstTransaction(facts: CallFacts): Transaction | undefined {
  let first: Transaction | undefined;
  for (const t of facts.transactions)
    if (!first || t.attempt < first.attempt || (t.attempt === first.attempt && byDepth(t, first) < 0)) first = t;
  return first;
}

/** Order of hops: upstream first; side by side (forks) by time. */
export function byDepth(a: Transaction, b: Transaction): number {
  if (isUpstream(a, b)) return -1;
  return isUpstream(b, a) ? 1 : a.atUs - b.atUs || (a.dst < b.dst ? -1 : 1);
}

/** Takes note of a response. The first final one (by event time) stands: a late 2xx after a refusal is a dialog's matter (see dialogs). */
export function noteStatus(transaction: Transaction, { statusCode, reasonPhrase }: SipMessage, atUs: number, keep: StringPool): void {
  if (statusCode < 200) {
    if (transaction.finalUs === 0 && statusCode > transaction.status) transaction.status = statusCode;
  } else if (transaction.finalUs === 0 || atUs < transaction.finalUs) {
    transaction.status = statusCode;
    transaction.statusText = keep(bounded(reasonPhrase));
    transaction.finalUs = atUs;
  }
}

/**
 * What the caller got: the final response of its transaction. When several stand side by side (a fork further up than we capture), a
 * proxy's choice (RFC 3261 §16.7): 2xx, then 6xx, then the lowest class; undefined while one of them may still be answered.
 */
export function callersFinal(transactions: readonly Transaction[]): Transaction | undefined {
  let best: Transaction | undefined;
  let pending = false;
  for (const t of transactions) {
    if (t.finalUs === 0) pending = true;
    else if (!best || rank(t) < rank(best) || (rank(t) === rank(best) && t.finalUs < best.finalUs)) best = t;
  }
  return best && (!pending || best.status < 300) ? best : undefined;
}

const rank = ({ status }: Transaction): number => (status < 300 ? 0 : status >= 600 ? 1 : Math.floor(status / 100));
