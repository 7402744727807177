// JSON Web Tokens (RFC 7519) of ours. Clients of homer-app decode the one that they sign in with: it names one of our sessions and proves
// nothing by itself: the session must still be there and its user enabled, so signing out, a changed password and a disabled user end it at
// once.
import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { Settings } from "../../state/aliases.ts";

export interface JwtClaims {
  /** The session's id; of other tokens an id that is no session's. */
  jti: string;
  sub: string;
  /** Seconds since the epoch. */
  exp: number;
  [claim: string]: unknown;
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
/** The one header there is. A token with any other, whatever algorithm it wishes for, is none of ours. */
const HEADER = encode({ alg: "HS256", typ: "JWT" });
const KEY = "jwt_key";
const LONGEST = 4096;

/** Random, made at the first need and kept in state.db: tokens outlive a restart, and a restored backup. */
function keyOf(settings: Settings): Buffer {
  const kept = settings.get(KEY);
  if (typeof kept === "string") return Buffer.from(kept, "base64url");
  const key = randomBytes(32);
  settings.set(KEY, key.toString("base64url"));
  return key;
}

const signatureOf = (signed: string, settings: Settings): Buffer => createHmac("sha256", keyOf(settings)).update(signed).digest();

export const looksLikeJwt = (secret: string): boolean => secret.split(".").length === 3;

export function signJwt(claims: JwtClaims, settings: Settings): string {
  const signed = `${HEADER}.${encode(claims)}`;
  return `${signed}.${signatureOf(signed, settings).toString("base64url")}`;
}

/** What it says, or null when it is not ours or its time is over. */
export function readJwt(token: string, settings: Settings, nowUs: number): JwtClaims | null {
  const [header, payload = "", signature = ""] = token.split(".");
  if (header !== HEADER || token.length > LONGEST) return null;
  const expected = signatureOf(`${header}.${payload}`, settings);
  const given = Buffer.from(signature, "base64url");
  // Base64 has several spellings of the same bytes; only one of them is what was signed.
  if (given.length !== expected.length || !timingSafeEqual(given, expected) || given.toString("base64url") !== signature) return null;
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as JwtClaims;
  return claims.exp * 1e6 > nowUs ? claims : null;
}
