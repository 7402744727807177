// Header by header: what each may name. A header that is not known here says nobody knows what, so its words go.
import { sipCode } from "@sipglass/model";
import { headerKind, type HeaderKind } from "../identities.ts";
import { anonymousToken } from "./tokens.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { anonymousAddresses, anonymousParameters, anonymousUri } from "./uri.ts";

type Rewrite = (value: string, names: Pseudonyms) => string;

const asItIs: Rewrite = (value) => value;
const sentence: Rewrite = (value, names) => names.freeText(value);

const VIA = /^(\s*SIP\s*\/\s*2\.0\s*\/\s*[\w-]+\s+)(\[[^\]]*\]|[^\s:;]+)(\s*:\s*\d+)?/i;

const via: Rewrite = (value, names) =>
  value
    .split(/(?<=,)/)
    .map((part) => {
      const [all = "", sent = "", host = "", port = ""] = VIA.exec(part) ?? [];
      return sent === "" ? names.opaque(part) : sent + names.host(host) + port + anonymousParameters(part.slice(all.length), names);
    })
    .join("");

/** Words of the scheme and numbers of the exchange; nonces and responses become others of their length (RFC 7616 §3.4). */
const KEPT_CREDENTIALS = new Set(["algorithm", "qop", "nc", "stale", "charset", "userhash"]);
const CREDENTIAL = /([\w-]+)(\s*=\s*)("(?:[^"\\]|\\.)*"?|[^,\s]+)/g;

const credentials: Rewrite = (value, names) => {
  const [scheme = ""] = /^\s*\S+\s*/.exec(value) ?? [];
  if (!value.includes("=") || /^\s*basic/i.test(value)) return scheme + names.opaque(value.slice(scheme.length));
  return (
    scheme +
    value.slice(scheme.length).replace(CREDENTIAL, (_all, name: string, equals: string, given: string) => {
      const quote = given.startsWith('"') ? '"' : "";
      return `${name}${equals}${quote}${credential(name.toLowerCase(), given.replace(/^"|"$/g, ""), names)}${quote}`;
    })
  );
};

function credential(name: string, value: string, names: Pseudonyms): string {
  if (KEPT_CREDENTIALS.has(name)) return value;
  if (name === "uri" || name === "domain") return anonymousUri(value, names);
  if (name === "realm") return value.includes(" ") ? names.name(value) : names.host(value);
  if (name !== "username") return names.opaque(value);
  const [user = "", ...host] = value.split("@");
  return host.length === 0 ? names.user(user) : `${names.user(user)}@${names.host(host.join("@"))}`;
}

/** Of identifiers nobody knows what stands in them, as of headers of no kind. */
const REWRITES: Partial<Record<HeaderKind, Rewrite>> = {
  addresses: anonymousAddresses, via, credentials, token: anonymousToken, sentence, count: asItIs, word: asItIs,
};

const HEADER = /^([^\s:]+)(\s*:\s*)(.*)$/s;
const HAS_URI = /\b(?:sips?|tel|https?):/i;

export function anonymousHeader(line: string, names: Pseudonyms): string {
  const [, name, colon = "", value = ""] = HEADER.exec(line) ?? [];
  if (name === undefined) return names.freeText(names.opaque(line));
  const rewrite =
    REWRITES[headerKind(name) ?? "identifier"] ?? (HAS_URI.test(value) ? anonymousAddresses : (text: string) => names.opaque(text));
  return name + colon + rewrite(value, names);
}

const REQUEST = /^([A-Za-z-]+)( +)(.*?)( +SIP\/2\.0\s*)$/is;
const RESPONSE = /^(SIP\/2\.0 +)(\d{3})( *)(.*)$/is;

export function anonymousStartLine(line: string, names: Pseudonyms): string {
  const [, method, blank = "", uri = "", version = ""] = REQUEST.exec(line) ?? [];
  if (method !== undefined) return method + blank + anonymousUri(uri, names) + version;
  const [, protocol, code = "", gap = "", phrase = ""] = RESPONSE.exec(line) ?? [];
  if (protocol === undefined) return names.opaque(line);
  return `${protocol}${code}${gap}${sipCode(Number(code))?.phrase === phrase ? phrase : names.freeText(phrase)}`;
}
