// The case that rules examine: one session, its legs with parsed messages, transactions, offers and answers. Built once, parts when first asked for.
import { hostPort, type Call, type Link, type MessageView, type Quality } from "@sipglass/model";
import { caseMessage, type CaseMessage } from "./case-message.ts";
import { offersOf, type OfferAnswer } from "./case-offers.ts";
import { fedBy, isInitial, transactionsOf, type Transaction } from "./case-transactions.ts";

export interface DiagnosisInput {
  legs: { call: Call; messages: MessageView[] }[];
  links?: readonly Link[];
  quality?: Quality | null;
  /** The configured name of a host; without it hosts are `ip:port`. */
  nameOf?(host: string): string | undefined;
}

/** One leg: a Call-ID's messages. */
export class CaseLeg {
  readonly call: Call;
  readonly messages: CaseMessage[];
  /** RTCP, reports, logs. */
  readonly others: MessageView[];
  #transactions: Transaction[] | undefined;
  #offers: OfferAnswer[] | undefined;
  #invites: Transaction[] | undefined;

  constructor(call: Call, views: readonly MessageView[]) {
    this.call = call;
    this.messages = [];
    this.others = [];
    for (const view of bounded(views)) {
      const message = caseMessage(view, call.id);
      if (message === null) this.others.push(view);
      else this.messages.push(message);
    }
  }

  get transactions(): Transaction[] {
    return (this.#transactions ??= transactionsOf(this.messages));
  }

  get offers(): OfferAnswer[] {
    return (this.#offers ??= offersOf(this.transactions));
  }

  of(method: string): Transaction[] {
    return this.transactions.filter((one) => one.method === method);
  }

  /** INVITEs that make the call, on every hop. */
  get invites(): Transaction[] {
    return (this.#invites ??= this.of("INVITE").filter(isInitial));
  }

  get reinvites(): Transaction[] {
    return this.of("INVITE").filter((one) => !isInitial(one));
  }

  /** The responses of a method with one of these codes, on any hop; retransmissions left out. */
  responses(method: string, ...codes: number[]): CaseMessage[] {
    return this.messages.filter(
      (message) => !message.isRequest && message.method === method && codes.includes(message.status) && !message.view.retransmission,
    );
  }

  requests(method: string): CaseMessage[] {
    return this.messages.filter((message) => message.isRequest && message.method === method && !message.view.retransmission);
  }
}

/** Of a leg with more messages the beginning and the end are read: that is where calls go wrong. */
const MOST_MESSAGES = 2000;
const OF_THE_END = 500;

const bounded = (views: readonly MessageView[]): readonly MessageView[] =>
  views.length <= MOST_MESSAGES ? views : [...views.slice(0, MOST_MESSAGES - OF_THE_END), ...views.slice(-OF_THE_END)];

/** How an attempt ended that did not lead to a call, and where that was born. */
export interface Failure {
  /** The caller's own transaction. */
  top: Transaction;
  /** The deepest transaction that failed of itself; the rest echoes it. */
  leaf: Transaction;
  /** The leaf's final response; null when it stayed without one. */
  final: CaseMessage | null;
  /** `ip:port` that refused, or that did not answer. */
  host: string;
}

export class Case {
  /** By the time they began. */
  readonly legs: CaseLeg[];
  readonly links: readonly Link[];
  readonly quality: Quality | null;
  readonly #nameOf: ((host: string) => string | undefined) | undefined;
  #messages: CaseMessage[] | undefined;
  #transactions: Transaction[] | undefined;
  #invites: Transaction[] | undefined;
  #attempts: Transaction[] | undefined;
  #offers: OfferAnswer[] | undefined;
  #failure: Failure | null | undefined;

  constructor({ legs, links = [], quality = null, nameOf }: DiagnosisInput) {
    this.legs = legs.map(({ call, messages }) => new CaseLeg(call, messages)).toSorted((a, b) => a.call.startedAtUs - b.call.startedAtUs);
    this.links = links;
    this.quality = quality;
    this.#nameOf = nameOf;
  }

  /** The leg with which it began. */
  get first(): CaseLeg | undefined {
    return this.legs[0];
  }

  get messages(): CaseMessage[] {
    return (this.#messages ??=
      this.legs.length === 1
        ? (this.legs[0]?.messages ?? [])
        : this.legs.flatMap(({ messages }) => messages).toSorted((a, b) => a.atUs - b.atUs));
  }

  /** Of all legs; those of a later leg hang under the one that made them. */
  get transactions(): Transaction[] {
    if (this.#transactions === undefined) this.#joinLegs();
    return (this.#transactions ??= this.legs.flatMap(({ transactions }) => transactions));
  }

  get offers(): OfferAnswer[] {
    return (this.#offers ??= this.legs.flatMap(({ offers }) => offers));
  }

  #joinLegs(): void {
    const invites = this.legs.map(({ invites }) => invites);
    for (const [at, own] of invites.entries()) {
      const top = own.find(({ parent }) => parent === null);
      if (at === 0 || top === undefined) continue;
      const parent = fedBy(invites.slice(0, at).flat(), top) ?? this.#linkedTo(at, top, invites);
      if (parent === undefined) continue;
      for (const sibling of own) {
        if (sibling.parent !== null || sibling.srcIp !== top.srcIp) continue;
        sibling.parent = parent;
        parent.children.push(sibling);
      }
    }
  }

  /** A B2BUA with an address for each side: no address leads from leg to leg, but a link does. */
  #linkedTo(at: number, top: Transaction, invites: readonly Transaction[][]): Transaction | undefined {
    const own = this.legs[at]?.call.id;
    const others = new Set(
      this.links.flatMap(({ rule, verdict, from, to }) =>
        to === own && (verdict === "joined" || verdict === "confirmed") && !NEW_CALLS.has(rule) ? [from] : [],
      ),
    );
    const before = invites
      .slice(0, at)
      .flat()
      .filter(({ callId, startUs, children }) => others.has(callId) && startUs <= top.startUs && children.length === 0);
    return before.filter(({ final }) => final === null || final.atUs >= top.startUs).at(-1);
  }

  /** INVITEs that make calls, on every hop of every leg. */
  get invites(): Transaction[] {
    void this.transactions;
    return (this.#invites ??= this.legs.flatMap(({ invites }) => invites));
  }

  /** The caller's own INVITEs, one an attempt (a challenged INVITE and its retry are two). */
  get attempts(): Transaction[] {
    return (this.#attempts ??= this.invites.filter(({ parent }) => parent === null).toSorted((a, b) => a.startUs - b.startUs));
  }

  /** The attempt that decided: an answered one, else the last. */
  get decisive(): Transaction | undefined {
    const { attempts } = this;
    return attempts.find(({ final }) => final !== null && final.status < 300) ?? attempts.at(-1);
  }

  get isAnswered(): boolean {
    return this.legs.some(({ call }) => call.answeredAtUs > 0);
  }

  /** null when the call was answered, is still open, or nothing of its beginning was captured. */
  get failure(): Failure | null {
    if (this.#failure === undefined) this.#failure = failureOf(this.decisive);
    return this.#failure;
  }

  legOf(callId: string): CaseLeg | undefined {
    return this.legs.find(({ call }) => call.id === callId);
  }

  /** How people call that host: "carrier-b (203.0.113.9:5060)", or its address. */
  name(host: string): string {
    const name = this.#nameOf?.(host);
    return name === undefined || name === host ? host : `${name} (${host})`;
  }

  /** Did the capture see messages from `a` to `b` (ip addresses or ip:port)? */
  sees(a: string, b: string): boolean {
    return this.messages.some(({ view, from, to }) => (from === a || view.src === a) && (to === b || view.dst === b));
  }
}

/** Links of calls that somebody made beside the first one, not of legs that carry it on. */
const NEW_CALLS = new Set(["refer", "replaces", "join", "target_dialog"]);

function failureOf(top: Transaction | undefined): Failure | null {
  if (top === undefined || (top.final !== null && top.final.status < 300)) return null;
  const leaf = leafOf(top);
  return { top, leaf, final: leaf.final, host: leaf.dst === "" ? hostPort(leaf.dstIp, 0) : leaf.dst };
}

/** Downwards along the branch whose failure came up: a refusal that arrived before ours was sent, or a silence before our time-out. */
function leafOf(one: Transaction): Transaction {
  const endUs = one.final?.atUs ?? Number.POSITIVE_INFINITY;
  const failed = one.children.filter(
    (child) =>
      child.method === "INVITE" &&
      !isTakenBack(child, one) &&
      (child.final === null || (child.final.status >= 300 && child.final.atUs <= endUs + INVERSION_US)),
  );
  const refused = failed
    .filter((child) => child.final !== null)
    .toSorted((a, b) => rank(a, one) - rank(b, one) || (b.final?.atUs ?? 0) - (a.final?.atUs ?? 0));
  const silent = failed.filter((child) => child.final === null && TIMEOUTS.has(one.final?.status ?? 408)).at(-1);
  const next = refused[0] ?? silent;
  return next === undefined ? one : leafOf(next);
}

const INVERSION_US = 1_000_000;
const TIMEOUTS = new Set([408, 480, 487, 500, 503, 504]);

/** A fork that was cancelled because of another one tells nothing. */
const isTakenBack = (child: Transaction, parent: Transaction): boolean =>
  child.cancel !== null && child.final?.status === 487 && parent.final?.status !== 487;

/** The proxy's choice among its forks (RFC 3261 §16.7): what has the code that it sent on, then 6xx, then the lowest class; challenges first of 4xx. */
function rank(child: Transaction, parent: Transaction): number {
  const code = child.final?.status ?? 0;
  if (code === parent.final?.status) return 0;
  return code >= 600 ? 1 : Math.floor(code / 100);
}
