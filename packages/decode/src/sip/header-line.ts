// Cutting the header part of a message into lines: where a value ends when it is folded, and what it is unfolded (RFC 3261 §7.3.1).

export const LF = 10;
export const CR = 13;
export const isBlank = (code: number): boolean => code === 32 || code === 9;

/** Offset of the LF that ends the line at `at`, continuation lines not included; `end` when there is none before it. */
export function lineFeed(text: string, at: number, end: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 || found > end ? end : found;
}

/** Offset of the LF that ends the header at `at`, continuation lines (which begin with a blank) included. */
export function foldedEnd(text: string, lf: number, end: number): number {
  let last = lf;
  while (last + 1 < end && isBlank(text.charCodeAt(last + 1))) {
    if (isEmptyLine(text, last + 1, end)) break;
    last = lineFeed(text, last + 1, end);
  }
  return last;
}

/** A line of blanks alone continues nothing: what stands behind it is a header of its own. */
function isEmptyLine(text: string, at: number, end: number): boolean {
  let i = at;
  while (i < end && isBlank(text.charCodeAt(i))) i++;
  return i >= end || text.charCodeAt(i) === LF || text.charCodeAt(i) === CR;
}

/** The value in `text[start, end)` without blanks around it, each fold replaced by one space. */
export function valueText(text: string, start: number, end: number): string {
  const from = trimmedStart(text, start, end);
  const to = trimmedEnd(text, from, end);
  const lf = text.indexOf("\n", from);
  return lf < 0 || lf >= to ? text.slice(from, to) : unfolded(text.slice(from, to));
}

export function trimmedStart(text: string, start: number, end: number): number {
  let from = start;
  while (from < end && isSpace(text.charCodeAt(from))) from++;
  return from;
}

/** NULs behind a value are the padding of a message that was cut short. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let to = end;
  while (to > start && (isSpace(text.charCodeAt(to - 1)) || text.charCodeAt(to - 1) === 0)) to--;
  return to;
}

const unfolded = (value: string): string =>
  value
    .split("\n")
    .map((line) => line.trim())
    .join(" ");
const isSpace = (code: number): boolean => code === 32 || code === 9 || code === CR || code === LF;
