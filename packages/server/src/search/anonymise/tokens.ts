// Signed caller identities (PASSporT: RFC 8225) under other names: who signed what stays readable, nobody's name, and no signature holds.
import type { Pseudonyms } from "./pseudonyms.ts";
import { anonymousParameters, anonymousUri } from "./uri.ts";

/** Claims that are words or numbers of the protocol. */
const KEPT_CLAIMS = new Set(["attest", "iat", "exp", "alg", "typ", "ppt"]);

export function anonymousToken(value: string, names: Pseudonyms): string {
  const [token = "", ...parameters] = value.split(";");
  const [head = "", claims = "", signature = ""] = token.trim().split(".");
  const shown = [part(head, names), part(claims, names), names.opaque(signature)].join(".");
  const rest = parameters.map((parameter) => {
    const [, uri] = /^\s*info\s*=\s*<?([^>]*)>?\s*$/i.exec(parameter) ?? [];
    return uri === undefined ? anonymousParameters(`;${parameter}`, names) : `;info=<${anonymousUri(uri, names)}>`;
  });
  return shown + rest.join("");
}

function part(text: string, names: Pseudonyms): string {
  if (text === "") return "";
  try {
    return Buffer.from(JSON.stringify(claim("", JSON.parse(Buffer.from(text, "base64url").toString("utf8")), names))).toString("base64url");
  } catch {
    return names.opaque(text);
  }
}

function claim(name: string, value: unknown, names: Pseudonyms): unknown {
  if (KEPT_CLAIMS.has(name)) return value;
  if (typeof value === "string")
    return name === "tn" ? names.user(value) : name === "x5u" || name === "uri" ? anonymousUri(value, names) : names.opaque(value);
  if (typeof value === "number") return Number(names.digits(String(value)));
  if (Array.isArray(value)) return value.map((each) => claim(name, each, names));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, claim(key, each, names)]));
}
