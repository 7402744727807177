// Signed caller identities (PASSporT in Identity headers: RFC 8224, RFC 8225, SHAKEN: RFC 8588), taken apart but not verified.
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
  const [token = "", ...rest] = value.split(";").map((part) => part.trim());
  const parameter = (name: string): string => rest.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1).replace(/^["<]+|[">]+$/g, "") ?? "";
  const [head = "", claims = "", signature] = token.split(".");
  const compact = head === "" && claims === "" && signature !== undefined;
  const [header, payload] = [objectIn(head), objectIn(claims)];
  const broken = signature === undefined ? "it has not three parts" : compact ? "" : header === undefined ? "its header is no JSON" : payload === undefined ? "its claims are no JSON" : "";
  const origin = inside(payload?.["orig"]);
  return {
    message, compact, broken, attest: text(payload?.["attest"]), origin: text(origin?.["tn"]) ?? text(origin?.["uri"]), destinations: texts(inside(payload?.["dest"])?.["tn"]), originId: text(payload?.["origid"]),
    issuedAt: typeof payload?.["iat"] === "number" ? payload["iat"] : undefined, algorithm: text(header?.["alg"]) ?? parameter("alg"), kind: text(header?.["ppt"]) ?? parameter("ppt"), certificate: text(header?.["x5u"]) ?? parameter("info"),
  };
}

type Claims = Record<string, unknown>;
const inside = (value: unknown): Claims | undefined => (typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined);
const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).flatMap((one) => text(one) ?? []);

function objectIn(part: string): Claims | undefined {
  try {
    return inside(JSON.parse(atob(part.replaceAll("-", "+").replaceAll("_", "/"))));
  } catch {
    return undefined;
  }
}

/** undefined: one of them is too short or no number, so that nothing can be said. */
export function isSameCaller(a: string, b: string): boolean | undefined {
  const [one, other] = [subscriberOf(a), subscriberOf(b)];
  return one.isLong && other.isLong ? isSameNumber(one, other) : undefined;
}
