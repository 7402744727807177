// The transactions of the request that makes the call, hop by hop: which of them is the caller's, what answered it, and which try it was.
import type { Packet, SipMessage } from "@sipglass/model";
import { detached, withItem, type StringPool } from "./keep.ts";
import type { CallFacts, Transaction } from "./open-call.ts";

/** More hops and forks than this are counted on the call but no longer told apart. */
const MOST_TRANSACTIONS = 48;
const MAGIC_COOKIE = "z9hG4bK";

/** RFC 3261 §17.1.3: the branch identifies the transaction. Agents of RFC 2543 are matched by sent-by, CSeq and From tag (§17.2.3). */
export function transactionKey(message: SipMessage): string {
  if (message.branch.startsWith(MAGIC_COOKIE)) return message.branch;
  return `${message.viaSentBy}|${message.cseq}|${message.fromTag}`;
}

export function findTransaction(facts: CallFacts, message: SipMessage): Transaction | undefined {
  const { transactions } = facts;
  if (transactions.length === 0) return undefined;
  const key = transactionKey(message);
  // Some agents use one branch for all requests of a dialog, so the CSeq must agree too.
  for (let i = transactions.length - 1; i >= 0; i--) if (transactions[i]!.cseq === message.cseq && transactions[i]!.key === key) return transactions[i];
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
export function requestTransaction(facts: CallFacts, message: SipMessage, packet: Packet, atUs: number, keep: StringPool): Transaction | undefined {
  const known = findTransaction(facts, message);
  if (known) {
    known.atUs = Math.min(known.atUs, atUs);
    return known;
  }
  const hop: Hop = { src: keep(packet.src), srcPort: packet.srcPort, dst: keep(packet.dst), dstPort: packet.dstPort, viaCount: message.viaCount };
  return addTransaction(facts, message, hop, atUs);
}

/** The transaction that a response answers. When its request was not seen (or comes later: mirrors invert), it is made from the response. */
export function responseTransaction(facts: CallFacts, message: SipMessage, packet: Packet, atUs: number, keep: StringPool): Transaction | undefined {
  const known = findTransaction(facts, message) ?? (message.branch === "" ? byEnds(facts, message, packet) : undefined);
  if (known || !answersMaker(facts, message)) return known;
  const hop: Hop = { src: keep(packet.dst), srcPort: packet.dstPort, dst: keep(packet.src), dstPort: packet.srcPort, viaCount: message.viaCount };
  return addTransaction(facts, message, hop, atUs);
}

/** Some agents lose the Via of a response on its way back: it still travels between the ends of its request. */
function byEnds(facts: CallFacts, message: SipMessage, packet: Packet): Transaction | undefined {
  return facts.transactions.find((t) => t.cseq === message.cseq && t.src === packet.dst && t.dst === packet.src && t.srcPort === packet.dstPort);
}

/** Not an answer to a re-INVITE: those have another CSeq, or come from the other side and so have another From tag. */
function answersMaker(facts: CallFacts, message: SipMessage): boolean {
  if (facts.attempt === 0) return !facts.midDialog;
  return message.fromTag === facts.callerTag && message.cseq === facts.cseq;
}

function addTransaction(facts: CallFacts, message: SipMessage, hop: Hop, atUs: number): Transaction | undefined {
  if (facts.transactions.length >= MOST_TRANSACTIONS) return undefined;
  const attempt = attemptOf(facts, message, hop);
  if (attempt > facts.attempt) {
    facts.attempt = attempt;
    facts.cseq = message.cseq;
    facts.attemptUs = atUs;
    if (message.fromTag !== facts.callerTag) facts.callerTag = detached(message.fromTag);
  }
  const transaction: Transaction = {
    key: detached(transactionKey(message)), cseq: message.cseq, attempt, ...hop, atUs, status: 0, statusText: "", finalUs: 0, cancelled: false, top: true,
  };
  facts.transactions = withItem(facts.transactions, transaction);
  markTop(facts);
  return transaction;
}

/**
 * A higher CSeq of the caller is a new attempt (after a challenge, a redirection, a refusal), unless a proxy made it further down on a try that is
 * still unanswered (it may answer a challenge itself). Another From tag is a B2BUA that keeps the Call-ID: part of the attempt that runs.
 */
function attemptOf(facts: CallFacts, message: SipMessage, hop: Hop): number {
  if (facts.attempt === 0) return 1;
  const running = facts.transactions.some((t) => t.attempt === facts.attempt && t.top && t.finalUs === 0 && isUpstream(t, hop));
  if (running) return facts.attempt;
  if (message.fromTag !== facts.callerTag) return facts.transactions.some((t) => t.attempt === facts.attempt && isUpstream(t, hop)) ? facts.attempt : facts.attempt + 1;
  if (message.cseq > facts.cseq) return facts.attempt + 1;
  return message.cseq === facts.cseq ? facts.attempt : 0;
}

function markTop(facts: CallFacts): void {
  const current = facts.transactions.filter((t) => t.attempt === facts.attempt);
  for (const t of current) t.top = !current.some((other) => other !== t && isUpstream(other, t));
}

/** The caller's transaction of the first attempt: where the call began. */
export function firstTransaction(facts: CallFacts): Transaction | undefined {
  let first: Transaction | undefined;
  for (const t of facts.transactions) if (t.attempt === 1 && (!first || isUpstream(t, first))) first = t;
  return first;
}

/** Takes note of a response. The first final one stands: a late 2xx after a refusal is a dialog's matter (see dialogs). */
export function noteStatus(transaction: Transaction, status: number, text: string, atUs: number): void {
  if (status < 200) {
    if (transaction.finalUs === 0 && status > transaction.status) transaction.status = status;
  } else if (transaction.finalUs === 0) {
    transaction.status = status;
    transaction.statusText = text;
    transaction.finalUs = atUs;
  } else if (status === transaction.status) transaction.finalUs = Math.min(transaction.finalUs, atUs);
}

/**
 * What the caller got: the final response of its transaction. When several stand side by side (a fork further up than we capture), a proxy's
 * choice (RFC 3261 §16.7): 2xx, then 6xx, then the lowest class; undefined while one of them may still be answered.
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
