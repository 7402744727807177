// One alternative of a field's value: `+4930*`, `~112`, `/regex/`, `5xx`, `>3s`, `10s..2m`, `10.0.0.0/8`, `"quoted"`.
import { FIELDS, type Field } from "./fields.ts";
import { canonicalIp, speaksOfPort } from "./ip.ts";
import type { Comparison, Match } from "./query.ts";
import type { Reader, Word } from "./reader.ts";
import { compileRegex } from "./regex.ts";
import { nearest } from "./suggest.ts";
import { hasUnit, parseClass, parseDuration, parseMoment, parseNumber, unitOf } from "./value.ts";

interface Span {
  low: number;
  high: number;
}

export function parseMatch(reader: Reader, field: Field, nowUs: number): Match {
  const comparison = /^(?:<=|>=|<|>|=)/.exec(reader.rest(2))?.[0] as Comparison | undefined;
  if (comparison !== undefined) reader.at += comparison.length;
  const numeric = field.type === "number" || field.type === "duration" || field.type === "time";
  if (numeric) return numericMatch(reader, field, comparison, nowUs);
  if (comparison !== undefined && comparison !== "=") {
    throw reader.fault(`“${field.name}” is not a number: only ${measurable()} can be compared.`, reader.at - comparison.length);
  }
  return textMatch(reader, field);
}

const measurable = (): string => FIELDS.filter(({ type }) => type === "number" || type === "duration").map(({ name }) => name).join(", ");

function textMatch(reader: Reader, field: Field): Match {
  if (reader.peek === "/") {
    const { source, at } = reader.regex();
    const fault = compileRegex(source);
    if (typeof fault === "string") throw reader.fault(`This regular expression cannot be used: ${fault}`, at);
    return { type: "regex", source };
  }
  if (reader.peek === "~") {
    reader.at++;
    const word = reader.valueWord(field.name);
    return word.star ? { type: "wildcard", pattern: `*${word.pattern}*` } : { type: "contains", value: word.text };
  }
  const word = reader.valueWord(field.name);
  if (field.type === "enum") return enumMatch(reader, field, word);
  if (field.name === "partial" && !word.quoted) {
    if (/^(?:yes|true)$/i.test(word.text)) return { type: "wildcard", pattern: "*" };
    if (/^(?:no|false)$/i.test(word.text)) return { type: "exact", value: "" };
  }
  if (word.star) return { type: "wildcard", pattern: word.pattern };
  return field.type === "ip" ? ipMatch(reader, word) : { type: "exact", value: word.text };
}

function enumMatch(reader: Reader, field: Field, word: Word): Match {
  if (word.star) return { type: "wildcard", pattern: word.pattern };
  const value = word.text.toLowerCase().replaceAll("-", "_");
  if (field.values!.includes(value)) return { type: "exact", value };
  const meant = nearest(value, field.values!);
  throw reader.fault(`“${word.text}” is no ${field.name}: it is one of ${field.values!.join(", ")}.`, word.at,
    meant === undefined ? undefined : { remove: word.end - word.at, insert: meant });
}

function ipMatch(reader: Reader, word: Word): Match {
  const slash = word.text.lastIndexOf("/");
  if (slash > 0) {
    const typed = word.text.slice(0, slash);
    const address = canonicalIp(typed);
    const mapped = address !== undefined && typed.includes(":") && !address.includes(":");
    const bits = Number(word.text.slice(slash + 1)) - (mapped ? 96 : 0);
    const most = address?.includes(":") ? 128 : 32;
    if (address === undefined || !/^\d{1,3}$/.test(word.text.slice(slash + 1)) || bits < 0 || bits > most) {
      throw reader.fault(`“${word.text}” is no network, as in 10.0.0.0/8 or 2001:db8::/32.`, word.at);
    }
    return { type: "cidr", address, bits };
  }
  return { type: "exact", value: canonicalEnd(word.text) };
}

/** An address, or `ip:port`, in the spelling in which it is stored; any other text as it is. */
export function canonicalEnd(text: string): string {
  const address = canonicalIp(text);
  if (address !== undefined) return address;
  if (!speaksOfPort(text)) return text;
  const colon = text.lastIndexOf(":");
  const host = canonicalIp(text.slice(0, colon));
  return host === undefined ? text : `${host.includes(":") ? `[${host}]` : host}${text.slice(colon)}`;
}

function numericMatch(reader: Reader, field: Field, comparison: Comparison | undefined, nowUs: number): Match {
  const word = reader.valueWord(field.name);
  if (comparison === undefined && word.text === "*") return { type: "wildcard", pattern: "*" };
  if (comparison === undefined && word.quoted && word.text === "") return { type: "exact", value: "" };
  const dots = comparison === undefined ? word.text.indexOf("..") : -1;
  const ends = dots < 0 ? [word.text] : [word.text.slice(0, dots), word.text.slice(dots + 2)];
  const spans = ends.map((end, i) => {
    const other = ends[1 - i];
    const borrowed = field.type === "duration" && other !== undefined && unitOf(end) === "" && !hasUnit(end) ? unitOf(other) : "";
    const span = spanOf(field, end + borrowed, nowUs);
    if (!span) throw reader.fault(`“${end}” is no ${expected(field)}.`, word.at);
    return span;
  });
  const [first, second] = [spans[0]!, spans[1]];
  if (second) {
    if (first.low > second.high) throw reader.fault("The range ends before it begins.", word.at, { remove: word.end - word.at, insert: ends.toReversed().join("..") });
    return { type: "between", low: first.low, high: second.high };
  }
  return compareSpan(first, comparison ?? "=");
}

const expected = (field: Field): string =>
  field.type === "duration" ? `length of time, as in ${field.name}>3s (ms, s, m, h; without a unit: ms)`
  : field.type === "time" ? "time, as in 2026-11-20T10:00 or -2h"
  : `number, as in ${field.example}`;

function spanOf(field: Field, text: string, nowUs: number): Span | undefined {
  if (field.type === "time") return parseMoment(text, nowUs);
  if (field.name === "code") {
    const codes = parseClass(text);
    if (codes) return codes;
  }
  const value = field.type === "duration" ? parseDuration(text) : parseNumber(text);
  return Number.isFinite(value) ? { low: value, high: value } : undefined;
}

/** `code>5xx` begins after the class, `time<=2026-11-20` includes the day. */
function compareSpan({ low, high }: Span, comparison: Comparison): Match {
  if (comparison === "=" && low !== high) return { type: "between", low, high };
  const value = comparison === ">" || comparison === "<=" ? high : low;
  return { type: "compare", comparison, value };
}
