// Signed caller identities (PASSporT in Identity headers: RFC 8224, RFC 8225, SHAKEN: RFC 8588), taken apart but not verified.
import { parseIdentity } from "@sipglass/decode";
import { isSameNumber, subscriberOf } from "../correlate/numbers.ts";
import type { CaseMessage } from "./case-message.ts";
import { once } from "./once.ts";

export interface SignedIdentity {
  message: CaseMessage;
  /** Claims; undefined where the token leaves them out (compact form) or is unreadable. */
  attest: string | undefined;
  origin: string | undefined;
  destinations: string[];
  /** Seconds since 1970. */
  issuedAt: number | undefined;
  originId: string | undefined;
  algorithm: string;
  /** "shaken", "div", "rph", …; "" for the base form. */
  kind: string;
  /** Where the certificate is. */
  certificate: string;
  /** Header and claims are left out: they are to be made from the message itself (RFC 8224 §4). */
  compact: boolean;
  /** What makes it unreadable; "" = readable. */
  broken: string;
}

/** Of requests that begin something, retransmissions left out. */
export const identitiesOf = once(({ messages }): SignedIdentity[] =>
  messages.flatMap((message) => (message.isRequest && message.sip.toTag === "" && !message.view.retransmission ? message.headers("identity").map((value) => identityIn(message, value)) : [])));

function identityIn(message: CaseMessage, value: string): SignedIdentity {
  const { header, claims, compact, broken, parameters } = parseIdentity(value);
  const origin = inside(claims?.["orig"]);
  return {
    message, compact, broken, attest: text(claims?.["attest"]), origin: text(origin?.["tn"]) ?? text(origin?.["uri"]), destinations: texts(inside(claims?.["dest"])?.["tn"]), originId: text(claims?.["origid"]),
    issuedAt: typeof claims?.["iat"] === "number" ? claims["iat"] : undefined, algorithm: text(header?.["alg"]) ?? parameters["alg"] ?? "", kind: text(header?.["ppt"]) ?? parameters["ppt"] ?? "",
    certificate: text(header?.["x5u"]) ?? parameters["info"] ?? "",
  };
}

type Claims = Record<string, unknown>;
const inside = (value: unknown): Claims | undefined => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).flatMap((one) => text(one) ?? []);

/** undefined: one of them is too short or no number, so that nothing can be said. */
export function isSameCaller(a: string, b: string): boolean | undefined {
  const [one, other] = [subscriberOf(a), subscriberOf(b)];
  return one.isLong && other.isLong ? isSameNumber(one, other) : undefined;
}
