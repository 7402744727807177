// The first line (RFC 3261 §7.1, §7.2): what makes bytes a SIP message at all. Everything after it may be wrong and is kept with defects.
import type { SipMessage } from "@sipglass/model";
import { isBlank } from "./header-line.ts";
import { checkUri, noteDefect } from "./address-check.ts";

const KNOWN_SCHEME = /^<?(sips?|tel|urn):/i;
const TOKEN = /^[A-Za-z0-9\-.!%*_+`'~]+$/;
/** Versions are short; a longer last word is no version. */
const VERSION = /^SIP\/[\w.]{0,8}$/i;

/** Fills `message` from the line `text[at, end)`; false when it is no start line of SIP. */
export function readStartLine(message: SipMessage, text: string, at: number, end: number): boolean {
  if (isResponse(text, at)) return readStatusLine(message, text, at, end);
  let space = at;
  while (space < end && !isBlank(text.charCodeAt(space))) space++;
  if (space === at || space === end) return false;
  const method = text.slice(at, space);
  const line = text.slice(space, end);
  const trimmed = line.trim();
  const last = trimmed.lastIndexOf(" ");
  const version = trimmed.slice(last + 1);
  const versioned = last >= 0 && VERSION.test(version);
  const uri = versioned ? trimmed.slice(0, last).trimEnd() : trimmed;
  if (!versioned && !(KNOWN_SCHEME.test(uri) && TOKEN.test(method))) return false;
  if (!TOKEN.test(method)) {
    if (!/^[\x21-\x7e\x80-\xff]+$/.test(method)) return false;
    noteDefect(message.defects, "bad_method");
  }
  message.isRequest = true;
  message.method = method;
  message.requestUri = uri;
  if (!versioned) noteDefect(message.defects, "bad_start_line");
  else if (version !== "SIP/2.0" && version.toUpperCase() !== "SIP/2.0") noteDefect(message.defects, "bad_version");
  if (line.length !== 2 + uri.length + version.length && versioned) noteDefect(message.defects, "extra_start_line_space");
  checkUri(uri, 0, uri.length, "bad_request_uri", message.defects, true);
  return true;
}

/** "SIP/" and a version number, in any case. */
function isResponse(text: string, at: number): boolean {
  if (text.startsWith("SIP/2.0 ", at)) return true;
  return /^SIP\/\d[\d.]*[ \t]/i.test(text.slice(at, at + 12));
}

function readStatusLine(message: SipMessage, text: string, at: number, end: number): boolean {
  let space = at;
  while (space < end && !isBlank(text.charCodeAt(space))) space++;
  let codeAt = space;
  while (codeAt < end && isBlank(text.charCodeAt(codeAt))) codeAt++;
  let codeEnd = codeAt;
  while (codeEnd < end && !isBlank(text.charCodeAt(codeEnd))) codeEnd++;
  const digits = text.slice(codeAt, codeEnd);
  const code = /^\d{3}$/.test(digits) ? Number(digits) : 0;
  message.isRequest = false;
  message.statusCode = code;
  message.reasonPhrase = text.slice(codeEnd, end).trim();
  if (text.slice(at, space).toUpperCase() !== "SIP/2.0") noteDefect(message.defects, "bad_version");
  if (codeAt !== space + 1) noteDefect(message.defects, "extra_start_line_space");
  if (code < 100 || code > 699) noteDefect(message.defects, "bad_status_code");
  return true;
}
