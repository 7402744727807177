// Challenges and credentials: WWW-Authenticate, Proxy-Authenticate, Authorization, Proxy-Authorization (RFC 8760, RFC 7616).
import { splitAtCommas, unquote } from "./parameters.ts";

export interface AuthHeader {
  /** "Digest", "Basic", …, as written. */
  scheme: string;
  /** By lower-case name, unquoted: realm, nonce, username, uri, response, algorithm, qop, nc, cnonce, opaque, stale, … */
  parameters: Map<string, string>;
}

export function parseAuth(text: string): AuthHeader {
  const value = text.trim();
  const space = value.search(/\s/);
  const parameters = new Map<string, string>();
  for (const part of space < 0 ? [] : splitAtCommas(value.slice(space))) {
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (!parameters.has(name)) parameters.set(name, equals < 0 ? "" : unquote(part.slice(equals + 1).trim()));
  }
  return { scheme: space < 0 ? value : value.slice(0, space), parameters };
}
