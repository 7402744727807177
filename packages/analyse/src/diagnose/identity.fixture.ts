// Identity headers (RFC 8224, SHAKEN) for tests. The signature is no real one: nothing here verifies it.
import { START_US } from "./media.fixture.ts";

const base64url = (value: unknown): string => btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

export interface IdentityClaims {
  attest?: string;
  orig?: string;
  dest?: string;
  iat?: number;
  origid?: string;
  alg?: string;
  ppt?: string;
  x5u?: string;
}

/** A whole header line of a script: ` | Identity: …`. */
export function identity(change: IdentityClaims = {}): string {
  const { attest = "A", orig = "493012345678", dest = "4989987654321", iat = Math.floor(START_US / 1e6), origid = "123e4567-e89b-12d3-a456-426655440000", alg = "ES256", ppt = "shaken", x5u = "https://cert.example.org/shaken.pem" } = change;
  const header = { alg, ppt, typ: "passport", ...(x5u === "" ? {} : { x5u }) };
  const payload = { ...(attest === "" ? {} : { attest }), dest: { tn: [dest] }, iat, orig: { tn: orig }, ...(origid === "" ? {} : { origid }) };
  return ` | Identity: ${base64url(header)}.${base64url(payload)}.c2lnbmF0dXJl${x5u === "" ? "" : `;info=<${x5u}>`};alg=${alg};ppt=${ppt}`;
}

/** Start of an INVITE from 030 12345678 to 089 987654321, as signed above. */
export const SIGNED_INVITE = "A>P INVITE user=+493012345678 ruri=sip:+4989987654321@example.org";
