// The first line (RFC 3261 §7.1, §7.2): what makes bytes a SIP message at all. Everything after it may be wrong and is kept with defects.
import type { SipMessage } from "@sipglass/model";
import { checkUri, noteDefect } from "./address-check.ts";
import { isBlank } from "./header-line.ts";
import { isPlainUri } from "./plain-values.ts";

const KNOWN_SCHEME = /^<?(?:sips?|tel|urn):/i;
const METHODS: ReadonlySet<string> = new Set([
  "INVITE",
  "ACK",
  "BYE",
  "CANCEL",
  "REGISTER",
  "OPTIONS",
  "PRACK",
  "SUBSCRIBE",
  "NOTIFY",
  "PUBLISH",
  "INFO",
  "REFER",
  "MESSAGE",
  "UPDATE",
]);
const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;
const PRINTABLE = /^[\x21-\x7e\x80-\xff]+$/;
/** Versions are short; a longer last word is no version. */
const VERSION = /^SIP\/[\w.]{0,8}$/i;
const RESPONSE = /^SIP\/\d[\d.]*[ \t]/i;
const VERSION_BEHIND = " SIP/2.0";

/** Fills `message` from the line `text[at, end)`; false when it is no start line of SIP. */
export function readStartLine(message: SipMessage, text: string, at: number, end: number): boolean {
  if (text.startsWith("SIP/2.0 ", at) || RESPONSE.test(text.slice(at, at + 12))) return readStatusLine(message, text, at, end);
  let space = at;
  while (space < end && !isBlank(text.charCodeAt(space))) space++;
  if (space === at || space === end) return false;
  message.isRequest = true;
  message.method = text.slice(at, space);
  return readRest(message, text, space, end) && isMethod(message);
}

function isMethod({ method, defects }: SipMessage): boolean {
  if (METHODS.has(method) || TOKEN.test(method)) return true;
  noteDefect(defects, "bad_method");
  return PRINTABLE.test(method);
}

/** What follows the method: space, Request-URI, space, version; more spaces are a defect (RFC 4475 §3.1.2.9, §3.1.2.10). */
function readRest(message: SipMessage, text: string, space: number, end: number): boolean {
  const { defects } = message;
  let uri = text.slice(space + 1, end - VERSION_BEHIND.length);
  if (end - VERSION_BEHIND.length <= space || !text.startsWith(VERSION_BEHIND, end - VERSION_BEHIND.length) || uri.trim() !== uri) {
    const rest = text.slice(space, end).trim();
    const last = Math.max(rest.lastIndexOf(" "), rest.lastIndexOf("\t"));
    const version = rest.slice(last + 1);
    const isVersioned = last >= 0 && VERSION.test(version);
    uri = isVersioned ? rest.slice(0, last).trimEnd() : rest;
    if (!isVersioned && !(KNOWN_SCHEME.test(uri) && TOKEN.test(message.method))) return false;
    if (!isVersioned) noteDefect(defects, "bad_start_line");
    else if (version.toUpperCase() !== "SIP/2.0") noteDefect(defects, "bad_version");
    if (end - space !== uri.length + 1 + (isVersioned ? version.length + 1 : 0)) noteDefect(defects, "extra_start_line_space");
  }
  message.requestUri = uri;
  if (!isPlainUri(uri, 0, uri.length)) checkUri(uri, 0, uri.length, "bad_request_uri", defects, true);
  return true;
}

function readStatusLine(message: SipMessage, text: string, at: number, end: number): boolean {
  const { defects } = message;
  let space = at;
  while (space < end && !isBlank(text.charCodeAt(space))) space++;
  let codeAt = space;
  while (codeAt < end && isBlank(text.charCodeAt(codeAt))) codeAt++;
  let codeEnd = codeAt;
  let code = 0;
  for (; codeEnd < end && !isBlank(text.charCodeAt(codeEnd)); codeEnd++) {
    const digit = text.charCodeAt(codeEnd) - 48;
    code = digit >= 0 && digit <= 9 ? code * 10 + digit : Number.NaN;
  }
  message.statusCode = codeEnd - codeAt === 3 && code >= 0 ? code : 0;
  message.reasonPhrase = text.slice(codeEnd, end).trim();
  if (space !== at + 7 || !VERSION_2.test(text.slice(at, space))) noteDefect(defects, "bad_version");
  if (codeAt !== space + 1) noteDefect(defects, "extra_start_line_space");
  if (message.statusCode < 100 || message.statusCode > 699) noteDefect(defects, "bad_status_code");
  return true;
}

const VERSION_2 = /^SIP\/2\.0$/i;
