// Telephone numbers, and addresses of hosts, hidden in what is shown. The digits in the middle of a number become `*`, so that lengths, offsets and
// Content-Length stay true and one still sees which country and which line is meant. Extensions, being shorter than a number, stay as they are.
import { createHmac } from "node:crypto";
import { headerKind, IPV4, IPV6, isTimeOfDay, NUMBER, sdpLineKind, type HeaderKind } from "./identities.ts";

/** Of a number so many digits stay at its beginning and at its end. */
const KEPT_FIRST = 3;
const KEPT_LAST = 2;
/** A shorter one is an extension or an emergency number. */
const SHORTEST = 6;

function hideMiddle(number: string): string {
  const digits = number.replace(/\D/g, "").length;
  if (digits < SHORTEST) return number;
  let at = 0;
  return number.replace(/\d/g, (digit) => {
    at += 1;
    return at <= KEPT_FIRST || at > digits - KEPT_LAST ? digit : "*";
  });
}

/** What is known to be a number or a name with a number in it: user of a URI, display name. */
export const maskNumber = (text: string): string => text.replace(NUMBER, hideMiddle);

/** `sip:USER@`, `tel:USER`: RFC 3261 §19.1.1, RFC 3966 §3. */
const URI = /\b(sips?:[^@<>"\s/]{1,256}(?=@)|tel:[^<>"\s;,@]{1,64})/gi;
/** Percent-encoded digits and plus signs are numbers as well. */
const decoded = (uri: string): string => uri.replace(/%(2b|3\d)/gi, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
/** A display name stands before `<`, in quotes or without. */
const DISPLAYED = /"[^"\r\n]{1,256}"(?=[ \t]*<)|(?<=:[ \t]{0,8})[^<>"\r\n:]{1,256}(?=<)/g;
/** A Digest user is often the number (RFC 7616 §3.4). */
const USERNAME = /\busername[ \t]*=[ \t]*"[^"\r\n]{1,256}"/gi;
/** Written as an international number, or standing alone. Dots and dashes beside it make it part of an address, a time, an identifier. */
const ALONE = /(?<![\w.@:/=-])\+?\d{7,15}(?![\w@-]|[.:]\d)|\+\d{6,15}(?!\w)/g;

/** Masked, a message would no longer be found under its own Call-ID, nor be read as the protocol has it. */
const UNMASKED = new Set<HeaderKind>(["identifier", "via", "count"]);
const HEADER_NAME = /^([\w-]{1,40})[ \t]*:/;
/** `USER SESSION VERSION IN …`: the user of an origin may be a number, the others are no numbers of anybody. */
const ORIGIN = /^(o=)(\S{1,256})(?= \d+ \d+ IN )/;

/** A part of a signed identity (RFC 8225): its numbers are texts of a JSON object in base64url, and as many bytes when they are hidden. */
const SIGNED = /\beyJ[\w-]{1,8192}/g;
const hideSigned = (part: string): string => {
  const told = Buffer.from(part, "base64url").toString("latin1");
  const hidden = told.replace(/"\+?\d{6,15}"/g, maskNumber);
  return hidden === told ? part : Buffer.from(hidden, "latin1").toString("base64url");
};

function hideLine(line: string): string {
  const [, name] = HEADER_NAME.exec(line) ?? [];
  const header = name === undefined ? undefined : headerKind(name);
  if (header === "token") return line.replace(SIGNED, hideSigned);
  if (header !== undefined && UNMASKED.has(header)) return line;
  const kind = sdpLineKind(line);
  if (kind === "origin" && ORIGIN.test(line)) return line.replace(ORIGIN, (_all, before: string, user: string) => before + maskNumber(user));
  const hidden = line.replace(URI, hideUri).replace(DISPLAYED, maskNumber).replace(USERNAME, maskNumber).replace(ALONE, maskNumber);
  return kind === "name" ? maskNumber(hidden) : hidden;
}

/** The encoded form is longer; what cannot be masked in its place is masked in plain. */
const hideUri = (uri: string): string => (uri.includes("%") && decoded(uri) !== uri ? maskNumber(decoded(uri)) : maskNumber(uri));

/** A SIP message, a log line, a ladder, a sentence. */
export const maskText = (text: string): string => (/\d{6}|\d[-.()]\d|%|eyJ/.test(text) ? text.split("\n").map(hideLine).join("\n") : text);

/** Fields that hold one number. */
const NUMBERS = new Set([
  "caller", "callee", "from_user", "to_user", "ruri_user", "pai_user", "pid_user", "auth_user", "aor", "contact", "from", "to",
]);
/** Fields that name things: masked, they would name nothing. */
const NAMES = new Set([
  "id", "session_id", "call_id", "callid", "callId", "sid", "uuid", "ref", "matched", "call_ids", "correlation_id", "correlation_ids", "external_id", "next", "branch", "from_tag", "to_tag", "src", "dst", "srcIp", "dstIp",
  "source", "destination", "hops", "time", "at", "host", "srcId", "dstId", "request_id",
]);
/** Queries that find what is counted name the numbers themselves. */
const QUERIES = new Set(["query", "numerator", "denominator"]);
const isTime = (text: string): boolean => /^\d{4}-\d\d-\d\dT/.test(text);

/** Every text in an answer; the shape stays. */
export function maskJson(value: unknown, key = ""): unknown {
  if (typeof value === "string") return NAMES.has(key) || isTime(value) ? value : maskField(value, key);
  if (Array.isArray(value)) return value.map((item) => maskJson(item, key));
  if (value === null || typeof value !== "object") return value;
  // In a map of counts the keys may be numbers too.
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [/^\+?\d{7,15}$/.test(name) ? maskNumber(name) : name, maskJson(item, name)]));
}

function maskField(text: string, key: string): string {
  if (QUERIES.has(key)) return text.replace(/\+?\d{7,15}/g, hideMiddle);
  return NUMBERS.has(key) ? maskNumber(text) : maskText(text);
}

/** The same address is the same stranger in everything that is shown with this key: from 240.0.0.0/4 and 100::/64, which nobody has (RFC 1112, RFC 6666). */
export function maskAddresses(text: string, key: string): string {
  const hash = (address: string): Buffer => createHmac("sha256", key).update(address.toLowerCase()).digest();
  return text
    .replace(IPV4, (address) => {
      const [a, b, c] = hash(address);
      return `240.${a}.${b}.${c}`;
    })
    .replace(IPV6, (address) => (isTimeOfDay(address) ? address : `100::${hash(address).toString("hex", 0, 2)}:${hash(address).toString("hex", 2, 4)}`));
}
