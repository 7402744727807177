// The REGISTERs of a case as their sender meant them and as the registrar took them (RFC 3261 §10), in order, on the sender's own hop.
import { parseNameAddr, parseUri } from "@sipglass/decode";
import type { SipUri } from "@sipglass/model";
import type { CaseMessage } from "./case-message.ts";
import type { Transaction } from "./case-transactions.ts";
import { once } from "./once.ts";

export interface Binding {
  uri: SipUri;
  /** As written, without parameters of the header. */
  text: string;
  /** undefined: not said here. */
  expiresS: number | undefined;
}

export interface Register {
  transaction: Transaction;
  request: CaseMessage;
  final: CaseMessage | null;
  aor: string;
  contacts: Binding[];
  /** `Contact: *`: all bindings are to go. */
  all: boolean;
  /** 0 for taking back; undefined: left to the registrar. */
  askedS: number | undefined;
  isAccepted: boolean;
  /** In a 2xx: what the registrar knows now. */
  bindings: Binding[];
  /** Seconds given to the contact of this request; undefined when the answer does not say. */
  grantedS: number | undefined;
}

export const registersOf = once(({ transactions }): Register[] =>
  transactions.filter(({ method, parent }) => method === "REGISTER" && parent === null).flatMap(registerOf).toSorted((a, b) => a.transaction.startUs - b.transaction.startUs));

function registerOf(transaction: Transaction): Register[] {
  const request = transaction.requests[0];
  if (request === undefined) return [];
  const { final } = transaction;
  const values = request.headers("contact");
  const contacts = values.flatMap(bindingOf);
  const askedS = contacts[0]?.expiresS ?? request.numberIn("expires");
  const isAccepted = final !== null && final.status >= 200 && final.status < 300;
  const bindings = isAccepted ? final.headers("contact").flatMap(bindingOf) : [];
  const own = contacts[0] === undefined ? undefined : bindings.find((one) => isSameEnd(one.uri, contacts[0]?.uri));
  const grantedS = own?.expiresS ?? (isAccepted ? final.numberIn("expires") ?? (bindings.length === 1 ? bindings[0]?.expiresS : undefined) : undefined);
  return [{ transaction, request, final, aor: parseNameAddr(request.sip.to).uri, contacts, all: values.some((value) => value.trim() === "*"), askedS, isAccepted, bindings, grantedS }];
}

function bindingOf(value: string): Binding[] {
  const { uri: text, parameters } = parseNameAddr(value);
  const uri = parseUri(text);
  const expires = /^\d{1,10}$/.exec(parameters.get("expires") ?? "");
  return uri.ok ? [{ uri: uri.value, text, expiresS: expires === null ? undefined : Number(expires[0]) }] : [];
}

export const isSameEnd = (a: SipUri, b: SipUri | undefined): boolean => b !== undefined && a.user === b.user && a.host === b.host && (a.port || 5060) === (b.port || 5060);
export const removes = ({ askedS, all }: Register): boolean => all || askedS === 0;
export const userOf = ({ aor }: Register): string => aor.replace(/^sips?:/i, "").split(";")[0] ?? aor;
/** The last hop that an answer came from, behind proxies. */
export const registrarOf = ({ transaction }: Register): string => {
  let one = transaction;
  while (one.children[0] !== undefined) one = one.children.find(({ final }) => final !== null) ?? one.children[0];
  return one.dst;
};
