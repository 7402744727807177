// The transactions of a leg hop by hop (RFC 3261 §17), with what made each of them: a proxy's own request hangs under the one it received.
import type { CaseMessage } from "./case-message.ts";

export interface Transaction {
  /** `Call.id` of the leg. */
  callId: string;
  method: string;
  cseq: number;
  branch: string;
  /** `ip:port` of the request's sender and receiver. */
  src: string;
  dst: string;
  srcIp: string;
  dstIp: string;
  /** First transmission first; empty when only responses were captured. */
  requests: CaseMessage[];
  responses: CaseMessage[];
  /** First final response. */
  final: CaseMessage | null;
  /** ACKs on this hop, for INVITE. */
  acks: CaseMessage[];
  /** The CANCEL of this INVITE on this hop. */
  cancel: Transaction | null;
  parent: Transaction | null;
  children: Transaction[];
  startUs: number;
}

const MAGIC_COOKIE = "z9hG4bK";

/** Messages in the order of the ladder. */
export function transactionsOf(messages: readonly CaseMessage[]): Transaction[] {
  const all: Transaction[] = [];
  const byKey = new Map<string, Transaction[]>();
  for (const message of messages) {
    if (message.isRequest && message.method === "ACK") takeAck(all, message);
    else if (message.isRequest) takeRequest(all, byKey, message);
    else takeResponse(all, byKey, message);
  }
  for (const one of all) if (one.method === "CANCEL") invitedBy(all, one);
  const byMethod = Map.groupBy(all, ({ method }) => method);
  const byBranch = Map.groupBy(all, ({ method, branch }) => `${method} ${branch}`);
  for (const one of all) setParent(one, byMethod, byBranch);
  return all;
}

/** RFC 3261 §17.1.3; agents of RFC 2543 have no unique branch and are told apart by sent-by and From tag. */
function keyOf({ sip, method }: CaseMessage): string {
  const branch = sip.branch.startsWith(MAGIC_COOKIE) ? sip.branch : `${sip.viaSentBy}|${sip.fromTag}`;
  return `${branch}|${sip.cseq}|${method}`;
}

function takeRequest(all: Transaction[], byKey: Map<string, Transaction[]>, message: CaseMessage): void {
  const key = keyOf(message);
  const { view } = message;
  const known = byKey.get(key)?.find((one) => one.srcIp === view.src && one.dst === message.to);
  if (known === undefined) {
    const made = transaction(message, message.from, message.to, view.src, view.dst);
    made.requests.push(message);
    remember(all, byKey, key, made);
    return;
  }
  known.requests.push(message);
  known.startUs = Math.min(known.startUs, message.atUs);
}

function takeResponse(all: Transaction[], byKey: Map<string, Transaction[]>, message: CaseMessage): void {
  const key = keyOf(message);
  const { view } = message;
  const candidates = byKey.get(key) ?? [];
  let known =
    candidates.find((one) => one.src === message.to && one.dst === message.from) ??
    candidates.find((one) => one.srcIp === view.dst && one.dstIp === view.src) ??
    (candidates.length === 1 && (candidates[0]?.srcIp === view.dst || candidates[0]?.dstIp === view.src) ? candidates[0] : undefined);
  if (known === undefined && message.sip.branch === "")
    known = all.findLast(
      (one) => one.method === message.method && one.cseq === message.sip.cseq && one.srcIp === view.dst && one.dstIp === view.src,
    );
  if (known === undefined) {
    known = transaction(message, message.to, message.from, view.dst, view.src);
    remember(all, byKey, key, known);
  }
  known.responses.push(message);
  if (message.status >= 200) known.final ??= message;
}

function transaction(message: CaseMessage, src: string, dst: string, srcIp: string, dstIp: string): Transaction {
  return {
    callId: message.callId,
    method: message.method,
    cseq: message.sip.cseq,
    branch: message.sip.branch,
    src,
    dst,
    srcIp,
    dstIp,
    requests: [],
    responses: [],
    final: null,
    acks: [],
    cancel: null,
    parent: null,
    children: [],
    startUs: message.atUs,
  };
}

function remember(all: Transaction[], byKey: Map<string, Transaction[]>, key: string, made: Transaction): void {
  all.push(made);
  const same = byKey.get(key);
  if (same === undefined) byKey.set(key, [made]);
  else same.push(made);
}

/** The ACK of a refusal has the INVITE's branch; that of a 2xx has its own and is known by hop and CSeq (§13.2.2.4, §17.1.1.3). */
function takeAck(all: Transaction[], message: CaseMessage): void {
  const { sip, view } = message;
  const fits = (one: Transaction): boolean =>
    one.method === "INVITE" && one.cseq === sip.cseq && one.srcIp === view.src && one.dstIp === view.dst;
  const taker =
    all.findLast((one) => fits(one) && one.branch === sip.branch) ??
    all.findLast((one) => fits(one) && one.dst === message.to) ??
    all.findLast(fits);
  taker?.acks.push(message);
}

function invitedBy(all: Transaction[], cancel: Transaction): void {
  const invite = all.find(
    (one) => one.method === "INVITE" && one.branch === cancel.branch && one.dst === cancel.dst && one.srcIp === cancel.srcIp,
  );
  if (invite !== undefined) invite.cancel = cancel;
}

/** By the Via stack; where a B2BUA cut it, by addresses and time. */
function setParent(child: Transaction, byMethod: ReadonlyMap<string, Transaction[]>, byBranch: ReadonlyMap<string, Transaction[]>): void {
  if (child.method === "CANCEL") return;
  const message = child.requests[0] ?? child.responses[0];
  const below = message?.vias[1]?.branch ?? "";
  const parent =
    (below === "" ? undefined : byBranch.get(`${child.method} ${below}`)?.find((one) => one !== child)) ??
    (message !== undefined && message.vias.length < 2 ? fedBy(byMethod.get(child.method) ?? [], child) : undefined);
  if (parent === undefined || isUnder(parent, child)) return;
  child.parent = parent;
  parent.children.push(child);
}

const isUnder = (one: Transaction | null, of: Transaction): boolean => one !== null && (one === of || isUnder(one.parent, of));

/** Mirrors deliver the hops of one request this much out of order at most. */
const INVERSION_US = 1_000_000;
/** A request that leaves a host later than this after another arrived there was not made by it. */
const LONGEST_HUNT_US = 180_000_000;

/** The latest transaction that arrived at `child`'s sender before it was sent, and was not yet over. */
export function fedBy(all: readonly Transaction[], child: Transaction): Transaction | undefined {
  const feeds = all.filter((one) => {
    if (one === child || one.dstIp !== child.srcIp || (one.srcIp === one.dstIp && one.dst !== child.src)) return false;
    if (one.srcIp === child.dstIp && one.src === child.dst) return false;
    const wait = child.startUs - one.startUs;
    if (wait < -INVERSION_US || wait > LONGEST_HUNT_US) return false;
    return one.final === null || one.final.atUs > child.startUs - INVERSION_US;
  });
  return feeds.toSorted((a, b) => b.startUs - a.startUs)[0];
}

export const isInitial = (one: Transaction): boolean => {
  const message = one.requests[0] ?? one.responses[0];
  return (
    message !== undefined &&
    (message.isRequest ? message.sip.toTag === "" : one.final === null || one.final.status >= 300 || one.parent === null)
  );
};

export const lastSeenUs = (one: Transaction): number =>
  Math.max(...[...one.requests, ...one.responses, ...one.acks].map(({ atUs }) => atUs));

/** 18x: somebody was reached. */
export const ringing = (one: Transaction): CaseMessage | undefined => one.responses.find(({ status }) => status > 100 && status < 200);
export const answer = (one: Transaction): CaseMessage | undefined => one.responses.find(({ status }) => status >= 200 && status < 300);
