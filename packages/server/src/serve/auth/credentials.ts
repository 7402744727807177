// What a request says about who sends it: `Authorization: Bearer` or Basic, else `Auth-Token`, else the cookie. Nothing is believed here.
import type { FastifyRequest } from "fastify";

export const COOKIE = "sipglass";

export type Credentials =
  | { kind: "none" }
  | { kind: "secret"; secret: string; byCookie: boolean }
  | { kind: "basic"; user: string; password: string }
  /** An Authorization header that is neither. */
  | { kind: "malformed" };

/** RFC 7617: base64 of `user:password`; the password may hold colons. */
function parseBasic(encoded: string): Credentials {
  const plain = Buffer.from(encoded, "base64").toString("utf8");
  const colon = plain.indexOf(":");
  return colon > 0 ? { kind: "basic", user: plain.slice(0, colon), password: plain.slice(colon + 1) } : { kind: "malformed" };
}

export function credentialsOf(request: FastifyRequest): Credentials {
  const header = request.headers.authorization;
  if (header !== undefined && header !== "") {
    const [, scheme = "", value = ""] = /^(\S+) +(\S+)\s*$/.exec(header) ?? [];
    if (scheme.toLowerCase() === "bearer") return { kind: "secret", secret: value, byCookie: false };
    return scheme.toLowerCase() === "basic" ? parseBasic(value) : { kind: "malformed" };
  }
  // How scripts of homer-app send an API token.
  const token = request.headers["auth-token"];
  if (typeof token === "string" && token !== "") return { kind: "secret", secret: token.trim(), byCookie: false };
  const cookie = request.cookies[COOKIE];
  return cookie === undefined || cookie === "" ? { kind: "none" } : { kind: "secret", secret: cookie, byCookie: true };
}
