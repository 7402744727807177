// Parameters of header values, `;name=value;flag;name="quoted"`, and where they begin. Quoted strings are respected throughout
// (RFC 3261 §25.1); none of this allocates until something is found.
import { isBlank } from "./header-line.ts";

const QUOTE = 34;
const BACKSLASH = 92;
const LESS = 60;
const GREATER = 62;
const COMMA = 44;
const SEMICOLON = 59;
const EQUALS = 61;

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

/** Value of parameter `name` (lower case) in `text[at, end)`, unquoted; "" for a flag; undefined when it is not there. The first counts. */
export function parameterOf(text: string, name: string, at = 0, end = text.length): string | undefined {
  for (let semicolon = parameterEnd(text, at, end); semicolon < end;) {
    const start = afterBlanks(text, semicolon + 1, end);
    semicolon = parameterEnd(text, start, end);
    if (!isNamed(text, start, semicolon, name)) continue;
    const after = afterBlanks(text, start + name.length, semicolon);
    if (after === semicolon) return "";
    if (text.charCodeAt(after) === EQUALS) return valueIn(text, after + 1, semicolon);
  }
  return undefined;
}

/** All that `parameterOf` finds in `text[at…]`, by lower-case name. */
export function parametersOf(text: string, at = 0): Map<string, string> {
  const parameters = new Map<string, string>();
  for (let semicolon = parameterEnd(text, at, text.length); semicolon < text.length;) {
    const start = semicolon + 1;
    semicolon = parameterEnd(text, start, text.length);
    let equals = start;
    while (equals < semicolon && text.charCodeAt(equals) !== EQUALS) equals++;
    const name = withoutBlanks(text, start, equals).toLowerCase();
    if (name !== "" && !parameters.has(name)) parameters.set(name, equals < semicolon ? valueIn(text, equals + 1, semicolon) : "");
  }
  return parameters;
}

/** Offset of the first ";" outside quotes from `at` on; `end` when there is none. */
function parameterEnd(text: string, at: number, end: number): number {
  let i = at;
  while (i < end) {
    const code = text.charCodeAt(i);
    if (code === SEMICOLON) return i;
    i = code === QUOTE ? afterQuoted(text, i, end) : i + 1;
  }
  return end;
}

function isNamed(text: string, at: number, end: number, name: string): boolean {
  if (at + name.length > end) return false;
  for (let i = 0; i < name.length; i++) if ((text.charCodeAt(at + i) | 32) !== name.charCodeAt(i)) return false;
  return true;
}

/**
 * The value between "=" and the next ";": a quoted string without its quotes (what stands behind it is nothing), or all of it: texts of Reason
 * arrive unquoted, with blanks and commas.
 */
function valueIn(text: string, at: number, end: number): string {
  const start = afterBlanks(text, at, end);
  if (start < end && text.charCodeAt(start) === QUOTE) return unquote(text.slice(start, afterQuoted(text, start, end)));
  return withoutBlanks(text, start, end);
}

function afterBlanks(text: string, at: number, end: number): number {
  let i = at;
  while (i < end && isBlank(text.charCodeAt(i))) i++;
  return i;
}

function withoutBlanks(text: string, at: number, end: number): string {
  const from = afterBlanks(text, at, end);
  let to = end;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** `"a \"b\""` → `a "b"`; text without quotes as it is. */
export function unquote(text: string): string {
  if (!text.startsWith('"')) return text;
  const inner = text.endsWith('"') && text.length > 1 ? text.slice(1, -1) : text.slice(1);
  return inner.includes("\\") ? inner.replace(/\\([\s\S])/g, "$1") : inner;
}

/** Splits a list at the commas that stand outside quotes and outside <>. Parts are without blanks around them, empty ones dropped. */
export function splitAtCommas(text: string): string[] {
  if (!text.includes(",")) return [withoutBlanks(text, 0, text.length)].filter((only) => only !== "");
  const parts: string[] = [];
  const lastGreater = text.lastIndexOf(">");
  let start = 0;
  let inAngle = false;
  for (let i = 0; i <= text.length; i++) {
    const here = i < text.length ? text.charCodeAt(i) : COMMA;
    if (here === QUOTE && !inAngle) i = afterQuoted(text, i) - 1;
    else if (here === LESS) inAngle = lastGreater > i;
    else if (here === GREATER) inAngle = false;
    else if (here === COMMA && (!inAngle || i === text.length)) {
      const part = withoutBlanks(text, start, i);
      if (part !== "") parts.push(part);
      start = i + 1;
    }
  }
  return parts;
}
