// Parameters of header values, `;name=value;flag;name="quoted"`, and where they begin. Quoted strings are respected throughout
// (RFC 3261 §25.1); none of this allocates until something is found.
import { isBlank } from "./header-line.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const LESS = 60;
const GREATER = 62;
const SEMICOLON = 59;
const EQUALS = 61;
const COMMA = 44;

/** Offset after the quoted string that opens at `at`; −1 when it never closes. */
export function quotedEnd(text: string, at: number, end: number): number {
  for (let i = at + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === BACKSLASH) i++;
    else if (code === QUOTE) return i + 1;
  }
  return -1;
}

/** The same; a string that never closes takes the rest. */
export function afterQuoted(text: string, at: number, end = text.length): number {
  const after = quotedEnd(text, at, end);
  return after < 0 ? end : after;
}

/**
 * Offset of the "<" that opens the URI of a name-addr; −1 for a bare addr-spec. A quote that never closes hides nothing: what follows it is
 * more likely an address than a name (RFC 4475 §3.1.2.6).
 */
export function angleAt(value: string): number {
  for (let i = 0; i < value.length; i++) {
    const code = value.charCodeAt(i);
    if (code === LESS) return i;
    if (code !== QUOTE) continue;
    const after = quotedEnd(value, i, value.length);
    if (after < 0) return value.indexOf("<", i);
    i = after - 1;
  }
  return -1;
}

/** Where the header's own parameters begin: after ">", or at the first ";" of a bare URI (RFC 3261 §20.10). */
export function parametersAt(value: string): number {
  const angle = angleAt(value);
  const at = angle < 0 ? value.indexOf(";") : value.indexOf(">", angle);
  if (at < 0) return value.length;
  return angle < 0 ? at : at + 1;
}

/** Value of parameter `name` (lower case) in `text[at, end)`, unquoted; "" for a flag; undefined when it is not there. */
export function parameterOf(text: string, name: string, at = 0, end = text.length): string | undefined {
  for (let i = at; i < end;) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) {
      i = afterQuoted(text, i, end);
      continue;
    }
    i++;
    if (code !== SEMICOLON) continue;
    while (i < end && isBlank(text.charCodeAt(i))) i++;
    if (!isNamed(text, i, end, name)) continue;
    let after = i + name.length;
    while (after < end && isBlank(text.charCodeAt(after))) after++;
    const next = after < end ? text.charCodeAt(after) : SEMICOLON;
    if (next === EQUALS) return tokenOrQuoted(text, after + 1, end);
    if (next === SEMICOLON || next === COMMA) return "";
  }
  return undefined;
}

function isNamed(text: string, at: number, end: number, name: string): boolean {
  if (at + name.length > end) return false;
  for (let i = 0; i < name.length; i++) if ((text.charCodeAt(at + i) | 32) !== name.charCodeAt(i)) return false;
  return true;
}

function tokenOrQuoted(text: string, at: number, limit: number): string {
  let start = at;
  while (start < limit && isBlank(text.charCodeAt(start))) start++;
  if (start < limit && text.charCodeAt(start) === QUOTE) return unquote(text.slice(start, afterQuoted(text, start, limit)));
  let end = start;
  while (end < limit) {
    const code = text.charCodeAt(end);
    if (code === SEMICOLON || code === COMMA || code === GREATER || code === 63 || code <= 32) break;
    end++;
  }
  return text.slice(start, end);
}

/** All parameters in `value[at…]` by lower-case name, unquoted; the first of a name wins, flags are "". */
export function parametersOf(value: string, at = 0): Map<string, string> {
  const parameters = new Map<string, string>();
  for (const part of splitOutside(value.slice(at), ";")) {
    const equals = part.indexOf("=");
    const name = (equals < 0 ? part : part.slice(0, equals)).trim().toLowerCase();
    if (name !== "" && !parameters.has(name)) parameters.set(name, equals < 0 ? "" : unquote(part.slice(equals + 1).trim()));
  }
  return parameters;
}

/** `"a \"b\""` → `a "b"`; text without quotes as it is. */
export function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
  return inner.includes("\\") ? inner.replace(/\\([\s\S])/g, "$1") : inner;
}

/** Splits at `separator` where it stands outside quotes and outside <>. Parts are trimmed, empty ones dropped. */
export function splitOutside(text: string, separator: "," | ";"): string[] {
  if (!text.includes(separator)) return text.trim() === "" ? [] : [text.trim()];
  const parts: string[] = [];
  const code = separator.charCodeAt(0);
  const lastGreater = text.lastIndexOf(">");
  let start = 0;
  let inAngle = false;
  for (let i = 0; i <= text.length; i++) {
    const here = i < text.length ? text.charCodeAt(i) : code;
    if (here === QUOTE && !inAngle) i = afterQuoted(text, i) - 1;
    else if (here === LESS) inAngle = lastGreater > i;
    else if (here === GREATER) inAngle = false;
    else if (here === code && (!inAngle || i === text.length)) {
      const part = text.slice(start, i).trim();
      if (part !== "") parts.push(part);
      start = i + 1;
    }
  }
  return parts;
}
