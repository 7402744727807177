// What is wrong with an address, as RFC 4475 and RFC 5118 ask a parser to notice: one pass, no strings made, nothing refused.
import type { Defect } from "@sipglass/model";
import { isBlank } from "./header-line.ts";
import { afterQuoted, angleAt } from "./parameters.ts";

export function noteDefect(defects: Defect[], defect: Defect): void {
  if (!defects.includes(defect)) defects.push(defect);
}

const TOKEN_CHARS = tokenTable();

/** 1 for the characters of a token (RFC 3261 §25.1), and for bytes above 127, which people write into display names. */
function tokenTable(): Uint8Array {
  const table = new Uint8Array(256).fill(1, 128);
  for (const char of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.!%*_+`'~") table[char.charCodeAt(0)] = 1;
  return table;
}

const isTokenChar = (code: number): boolean => code > 255 || TOKEN_CHARS[code] === 1;
const isHex = (code: number): boolean => (code >= 48 && code <= 57) || ((code | 32) >= 97 && (code | 32) <= 102);

/** The value of From, To or one Contact. `bad` is the defect for what has no name of its own. */
export function checkAddress(value: string, bad: Defect, defects: Defect[]): void {
  const angle = angleAt(value);
  if (angle < 0) return checkBareAddress(value, bad, defects);
  checkDisplayName(value, angle, bad, defects);
  const close = value.indexOf(">", angle);
  if (close < 0) return noteDefect(defects, bad);
  checkUri(value, angle + 1, close, bad, defects, false);
  checkSeparators(value, close + 1, bad, defects);
}

/** §20.10: a URI with comma, question mark or semicolon must stand in <>; here a semicolon begins the header's parameters. */
function checkBareAddress(value: string, bad: Defect, defects: Defect[]): void {
  if (value.includes('"')) {
    const open = value.indexOf('"');
    const semicolon = value.indexOf(";");
    if (semicolon < 0 || open < semicolon) return noteDefect(defects, "unbalanced_quotes");
  }
  const semicolon = value.indexOf(";");
  let end = semicolon < 0 ? value.length : semicolon;
  while (end > 0 && isBlank(value.charCodeAt(end - 1))) end--;
  checkUri(value, 0, end, bad, defects, true);
  if (semicolon >= 0) checkSeparators(value, semicolon, bad, defects);
}

function checkDisplayName(value: string, angle: number, bad: Defect, defects: Defect[]): void {
  for (let i = 0; i < angle; i++) {
    const code = value.charCodeAt(i);
    if (code === 34) i = checkQuoted(value, i, defects) - 1;
    else if (!isBlank(code) && !isTokenChar(code)) return noteDefect(defects, code < 32 ? "control_character" : bad);
  }
}

/** Inside quotes a control character must be escaped; the offset after the string. */
function checkQuoted(value: string, at: number, defects: Defect[]): number {
  const end = afterQuoted(value, at);
  for (let i = at + 1; i < end; i++) {
    const code = value.charCodeAt(i);
    if (code === 92) i++;
    else if (code < 32 && code !== 9) noteDefect(defects, "control_character");
  }
  return end;
}

/** No two separators in a row and none at the end: `;;`, `;,`, `, ,`. */
export function checkSeparators(value: string, at: number, bad: Defect, defects: Defect[]): void {
  let pending = false;
  for (let i = at; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === 59 || code === 44) {
      if (pending) return noteDefect(defects, bad);
      pending = true;
    } else if (code === 34) {
      i = afterQuoted(value, i) - 1;
      pending = false;
    } else if (!isBlank(code)) pending = false;
  }
  if (pending) noteDefect(defects, bad);
}

/** The URI in `text[start, end)`. `bare`: not in <> (or a Request-URI), where headers after "?" may not stand. */
export function checkUri(text: string, start: number, end: number, bad: Defect, defects: Defect[], bare: boolean): void {
  const colon = schemeEnd(text, start, end);
  if (colon < 0) return noteDefect(defects, isBlank(text.charCodeAt(start)) && end > start ? "whitespace_in_uri" : bad);
  if (!isKnownScheme(text, start, colon)) return noteDefect(defects, "unknown_scheme");
  let hostAt = colon + 1;
  for (let i = colon + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 64) hostAt = i + 1;
    else if (code === 37 && !(i + 2 < end && isHex(text.charCodeAt(i + 1)) && isHex(text.charCodeAt(i + 2)))) noteDefect(defects, "bad_escape");
    else if (isBlank(code)) noteDefect(defects, "whitespace_in_uri");
    else if (code < 32 || code === 127) noteDefect(defects, "control_character");
    else if (code === 60 || code === 62 || code === 34) noteDefect(defects, bad);
  }
  if ((text.charCodeAt(start) | 32) === 115) checkHost(text, hostAt, end, bad, defects, bare);
}

/** RFC 5118 §4.1, §4.2: an IPv6 reference stands in brackets; without them a second colon makes host and port unreadable. */
function checkHost(text: string, hostAt: number, end: number, bad: Defect, defects: Defect[], bare: boolean): void {
  const bracketed = text.charCodeAt(hostAt) === 91;
  let colons = 0;
  let closed = !bracketed;
  let i = hostAt;
  for (; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 59 || code === 63) break;
    if (code === 93) closed = true;
    else if (code === 58 && closed) colons++;
    else if (code === 44 && bare) noteDefect(defects, bad);
  }
  if (i === hostAt || colons > 1 || !closed) noteDefect(defects, bad);
  if (!bare) return;
  for (; i < end; i++) if (text.charCodeAt(i) === 63) return noteDefect(defects, bad);
}

/** Offset of the ":" after a scheme; −1 when what stands there is no scheme. */
function schemeEnd(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 58) return i === start ? -1 : i;
    const isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isLetter && !(i > start && ((code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46))) return -1;
  }
  return -1;
}

const SCHEMES = ["sip", "sips", "tel", "urn", "pres", "im"];

function isKnownScheme(text: string, start: number, colon: number): boolean {
  if (text.startsWith("sip:", start)) return true;
  return SCHEMES.includes(text.slice(start, colon).toLowerCase());
}
