// URIs, header parameters and name-addr lists under other names (RFC 3261 §19.1, §20.10; tel: RFC 3966).
import type { Pseudonyms } from "./pseudonyms.ts";

/** Parameters whose values are of the protocol, not of anybody. */
const KEPT_PARAMETERS = new Set([
  "transport",
  "lr",
  "user",
  "method",
  "ttl",
  "expires",
  "q",
  "reg-id",
  "reason",
  "counter",
  "limit",
  "privacy",
  "screen",
  "cause",
  "handling",
  "refresher",
  "rport",
  "ob",
  "alg",
  "ppt",
  "purpose",
  "cpc",
  "noa",
  "npi",
  "npdi",
  "comp",
  "boundary",
  "charset",
  "nc",
  "qop",
  "algorithm",
  "stale",
  "userhash",
]);
const MAGIC_COOKIE = "z9hG4bK";

export function anonymousParameter(name: string, value: string | undefined, names: Pseudonyms): string {
  const shown = /\d{3}/.test(name) ? names.opaque(name) : name;
  if (value === undefined) return shown;
  if (KEPT_PARAMETERS.has(name.toLowerCase())) return `${shown}=${value}`;
  if (value.startsWith(MAGIC_COOKIE)) return `${shown}=${MAGIC_COOKIE}${names.opaque(value.slice(MAGIC_COOKIE.length))}`;
  return `${shown}=${names.opaque(value)}`;
}

const PARAMETER = /([;&?,]\s*)([^\s=;&?,<>"]+)(?:(\s*=\s*)([^;&?,<>"\s]*))?/g;

/** `;name=value…` */
export const anonymousParameters = (text: string, names: Pseudonyms): string =>
  text.replace(
    PARAMETER,
    (_all, before: string, name: string, _equals: string | undefined, value: string | undefined) =>
      before + anonymousParameter(name, value, names),
  );

const SIP_URI = /^(sips?|im|pres|mailto|xmpp|h323):(?:([^@]*)@)?(\[[^\]]*\]|[^:;?/\s]*)(:\d+)?(.*)$/is;
const TEL_URI = /^tel:([^;]*)(.*)$/is;
const HTTP_URI = /^(https?|wss?|ftp):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/?#\s]*)(:\d+)?(.*)$/is;
const SERVICE = /^urn:service:/i;

export function anonymousUri(uri: string, names: Pseudonyms): string {
  const [, scheme = "", userInfo, host = "", port = "", rest = ""] = SIP_URI.exec(uri) ?? [];
  const user = userInfo === undefined ? "" : `${anonymousUser(userInfo, names)}@`;
  if (scheme !== "") return `${scheme}:${user}${names.host(host)}${port}${uriTail(rest, names)}`;
  const [, number, tail = ""] = TEL_URI.exec(uri) ?? [];
  if (number !== undefined) return `tel:${names.user(number)}${anonymousParameters(tail, names)}`;
  const [, web, site = "", webPort = "", path = ""] = HTTP_URI.exec(uri) ?? [];
  if (web !== undefined) return `${web}://${names.host(site)}${webPort}${names.opaque(path)}`;
  return SERVICE.test(uri) || uri === "*" ? uri : names.opaque(uri);
}

/** Behind the user may stand parameters (number portability, phone-context) and a password. */
function anonymousUser(userInfo: string, names: Pseudonyms): string {
  const [user = "", ...parameters] = userInfo.split(";");
  const [name = "", password] = user.split(":");
  const secret = password === undefined ? "" : `:${names.opaque(password)}`;
  return names.user(name) + secret + parameters.map((parameter) => anonymousParameters(`;${parameter}`, names)).join("");
}

/** Parameters, and headers behind "?": `?Replaces=…` is percent-encoded. */
function uriTail(tail: string, names: Pseudonyms): string {
  const at = tail.indexOf("?");
  if (at < 0) return anonymousParameters(tail, names);
  const headers = tail
    .slice(at + 1)
    .split("&")
    .map((header) => {
      const [name = "", value = ""] = header.split("=");
      return `${name}=${encodeURIComponent(names.opaque(decodedOr(value)))}`;
    });
  return `${anonymousParameters(tail.slice(0, at), names)}?${headers.join("&")}`;
}

function decodedOr(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const PIECES = /"(?:[^"\\]|\\.)*"?|<[^>]*>?|[^"<]+/gs;
const BARE_URI = /^(\s*)([A-Za-z][A-Za-z0-9+.-]*:[^;,\s]+)/;

/** The value of From, Contact, Route, Diversion, …: display names, URIs, parameters, commas between several. */
export function anonymousAddresses(value: string, names: Pseudonyms): string {
  const pieces = value.match(PIECES) ?? [];
  return pieces
    .map((piece, i) => {
      if (piece.startsWith("<")) return `<${anonymousUri(piece.slice(1).replace(/>$/, ""), names)}${piece.endsWith(">") ? ">" : ""}`;
      const isDisplay = pieces[i + 1]?.startsWith("<") === true;
      if (piece.startsWith('"')) return isQuotedValue(pieces[i - 1]) ? names.opaque(piece) : names.name(piece);
      return plainPiece(piece, isDisplay || pieces[i + 1]?.startsWith('"') === true, names);
    })
    .join("");
}

const isQuotedValue = (before: string | undefined): boolean => before !== undefined && /=\s*$/.test(before);

/** Outside of quotes and brackets: parameters of the address before, and a display name without quotes or a URI without brackets. */
function plainPiece(piece: string, isBeforeAddress: boolean, names: Pseudonyms): string {
  const comma = piece.lastIndexOf(",");
  if (isBeforeAddress)
    return (
      partsOf(piece.slice(0, comma + 1), names) +
      (/[;=]/.test(piece.slice(comma + 1)) ? partsOf(piece.slice(comma + 1), names) : names.name(piece.slice(comma + 1)))
    );
  return partsOf(piece, names);
}

function partsOf(text: string, names: Pseudonyms): string {
  return text
    .split(/(?<=,)/)
    .map((part) => {
      const [, blank = "", uri] = BARE_URI.exec(part) ?? [];
      if (uri !== undefined) return blank + anonymousUri(uri, names) + anonymousParameters(part.slice(blank.length + uri.length), names);
      const at = part.indexOf(";");
      return at < 0 ? names.opaque(part) : names.opaque(part.slice(0, at)) + anonymousParameters(part.slice(at), names);
    })
    .join("");
}
