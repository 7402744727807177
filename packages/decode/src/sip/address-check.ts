// What is wrong with an address, as RFC 4475 and RFC 5118 ask a parser to notice: in place, no strings made, nothing refused.
// Every function works on `text[start, end)`; characters that need no look are passed over by one table lookup each.
import type { Defect } from "@sipglass/model";
import { isBlank } from "./header-line.ts";
import { afterQuoted, quotedEnd } from "./parameters.ts";
import { isPlainAddress } from "./plain-values.ts";

export function noteDefect(defects: Defect[], defect: Defect): void {
  if (!defects.includes(defect)) defects.push(defect);
}

/** 0 for the given characters and for bytes above 127 (UTF-8 stands in names and users in the wild), 1 for all that needs a look. */
function plainTable(plain: string): Uint8Array {
  const table = new Uint8Array(256).fill(1, 0, 128);
  for (const char of plain) table[char.charCodeAt(0)] = 0;
  return table;
}

const ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
/** Tokens (RFC 3261 §25.1) and the blanks between them. */
const IN_DISPLAY_NAME = plainTable(`${ALPHANUMERIC}-.!%*_+\`'~ \t`);
const IN_URI = plainTable(`${ALPHANUMERIC}-_.!~*'()&=+$,;?/:[]#\\^{}|\``);

const QUOTE = 34;
const PERCENT = 37;
const COMMA = 44;
const COLON = 58;
const SEMICOLON = 59;
const LESS = 60;
const GREATER = 62;
const QUESTION = 63;
const AT = 64;

const isHex = (code: number): boolean => (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102);

/** The value of From, To or one Contact; the offset of its parameters. `bad` is the defect for what has no name of its own. */
export function checkAddress(text: string, start: number, end: number, bad: Defect, defects: Defect[]): number {
  return isPlainAddress(text, start, end) ? text.indexOf(">", start) + 1 : checkAddressCarefully(text, start, end, bad, defects);
}

/** The same for every address, plain or not. */
export function checkAddressCarefully(text: string, start: number, end: number, bad: Defect, defects: Defect[]): number {
  let suspicious = 0;
  let i = start;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (IN_DISPLAY_NAME[code] === 0) continue;
    if (code === LESS) break;
    if (code === QUOTE) {
      const after = checkQuoted(text, i, end, defects);
      i = (after < 0 ? angleOrEnd(text, i, end) : after) - 1;
    } else suspicious = code < 32 ? 2 : suspicious | 1;
  }
  if (i === end) return checkBareAddress(text, start, end, bad, defects);
  if (suspicious !== 0) noteDefect(defects, suspicious > 1 ? "control_character" : bad);
  let close = i + 1;
  while (close < end && text.charCodeAt(close) !== GREATER) close++;
  if (close === end) {
    noteDefect(defects, bad);
    return end;
  }
  checkUri(text, i + 1, close, bad, defects, false);
  if (close + 1 < end) checkSeparators(text, close + 1, end, bad, defects);
  return close + 1;
}

/** Behind a quote that never closes, the address begins at the next "<". */
function angleOrEnd(text: string, at: number, end: number): number {
  const angle = text.indexOf("<", at);
  return angle < 0 || angle > end ? end : angle;
}

/** §20.10: a URI with comma, question mark or semicolon must stand in <>; here a semicolon begins the header's parameters. */
function checkBareAddress(text: string, start: number, end: number, bad: Defect, defects: Defect[]): number {
  let semicolon = start;
  while (semicolon < end && text.charCodeAt(semicolon) !== SEMICOLON) semicolon++;
  let uriEnd = semicolon;
  while (uriEnd > start && isBlank(text.charCodeAt(uriEnd - 1))) uriEnd--;
  checkUri(text, start, uriEnd, bad, defects, true);
  if (semicolon < end) checkSeparators(text, semicolon, end, bad, defects);
  return semicolon;
}

/** Inside quotes a control character must be escaped; the offset after the string, −1 when it never closes. */
function checkQuoted(text: string, at: number, limit: number, defects: Defect[]): number {
  const end = quotedEnd(text, at, limit);
  if (end < 0) {
    noteDefect(defects, "unbalanced_quotes");
    return -1;
  }
  for (let i = at + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code < 32 && code !== 9) noteDefect(defects, "control_character");
  }
  return end;
}

/** No two separators in a row and none at the end: `;;`, `;,`, `, ,`. */
export function checkSeparators(text: string, start: number, end: number, bad: Defect, defects: Defect[]): void {
  let pending = false;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code > SEMICOLON) pending = false;
    else if (code === SEMICOLON || code === COMMA) {
      if (pending) return noteDefect(defects, bad);
      pending = true;
    } else if (code === QUOTE) {
      i = afterQuoted(text, i, end) - 1;
      pending = false;
    } else if (!isBlank(code)) pending = false;
  }
  if (pending) noteDefect(defects, bad);
}

/** A URI. `bare`: not in <> (or a Request-URI), where headers after "?" may not stand. */
export function checkUri(text: string, start: number, end: number, bad: Defect, defects: Defect[], bare: boolean): void {
  const colon = text.startsWith("sip:", start) ? start + 3 : schemeEnd(text, start, end);
  if (colon < 0 || colon >= end) return noteDefect(defects, end > start && isBlank(text.charCodeAt(start)) ? "whitespace_in_uri" : bad);
  if (colon !== start + 3 && !SCHEMES.includes(text.slice(start, colon).toLowerCase())) return noteDefect(defects, "unknown_scheme");
  let hostAt = colon + 1;
  for (let i = colon + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (IN_URI[code] === 0) continue;
    if (code === AT) {
      if (hostAt > colon + 1) noteDefect(defects, bad);
      hostAt = i + 1;
    } else if (code === PERCENT) {
      if (!(i + 2 < end && isHex(text.charCodeAt(i + 1)) && isHex(text.charCodeAt(i + 2)))) noteDefect(defects, "bad_escape");
    } else if (isBlank(code)) noteDefect(defects, "whitespace_in_uri");
    else noteDefect(defects, code < 32 || code === 127 ? "control_character" : bad);
  }
  if ((text.charCodeAt(start) | 32) === 115) checkHost(text, hostAt, end, bad, defects, bare);
}

/** RFC 5118 §4.1, §4.2: an IPv6 reference stands in brackets; without them a second colon makes host and port unreadable. */
function checkHost(text: string, hostAt: number, end: number, bad: Defect, defects: Defect[], bare: boolean): void {
  let closed = text.charCodeAt(hostAt) !== 91;
  let colons = 0;
  let i = hostAt;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === SEMICOLON || code === QUESTION) break;
    if (code === 93) closed = true;
    else if (code === COLON && closed) colons++;
    else if (code === COMMA && bare) noteDefect(defects, bad);
  }
  if (i === hostAt || colons > 1 || !closed) noteDefect(defects, bad);
  if (!bare) return;
  for (; i < end; i++) if (text.charCodeAt(i) === QUESTION) return noteDefect(defects, bad);
}

const SCHEMES = ["sip", "sips", "tel", "urn", "pres", "im"];

/** Offset of the ":" after a scheme; −1 when what stands there is no scheme. */
function schemeEnd(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === COLON) return i === start ? -1 : i;
    const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isLetter && !(i > start && ((code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46))) return -1;
  }
  return -1;
}
