// What the search bar offers at the caret: field names while a word is typed, values once its field is named.
import type { QueryField } from "./fields.ts";
import { queryTokens } from "./tokens.ts";

/** The piece of text at the caret that a suggestion would replace. */
export interface CaretPlace {
  from: number;
  to: number;
  prefix: string;
  /** The field whose value is being typed; undefined while a name or bare word is. */
  field?: string;
}

export function caretPlace(text: string, caret: number): CaretPlace {
  const tokens = queryTokens(text);
  const index = tokens.findIndex((token) => caret > token.at && caret <= token.at + token.text.length);
  const token = tokens[index];
  if (!token || token.type === "space" || token.type === "paren") return { from: caret, to: caret, prefix: "" };
  const before = tokens[index - 1];
  if (token.type === "operator") return valuePlace({ from: caret, to: caret, prefix: "" }, before?.text);
  if (token.type === "value" && before?.type === "operator") {
    const start = token.at + lastComma(token.text, caret - token.at);
    const end = token.at + token.text.length;
    return valuePlace({ from: start, to: end, prefix: text.slice(start, caret) }, tokens[index - 2]?.text);
  }
  const end = token.at + token.text.length;
  return { from: token.at, to: end, prefix: text.slice(token.at, caret) };
}

const valuePlace = (place: CaretPlace, field: string | undefined): CaretPlace =>
  field === undefined ? place : { ...place, field: field.replace(/^-/, "") };

/** A set is `a,b,c`: suggestions replace the member at the caret. */
const lastComma = (text: string, upTo: number): number => text.lastIndexOf(",", upTo - 1) + 1;

export interface Suggestion {
  /** What is put in place of the piece at the caret. */
  insert: string;
  label: string;
  hint: string;
  /** It stands for the whole query, and this is where it comes from. */
  whole?: string;
}

const MOST_FIELDS = 8;
/** Every state of a call. */
const MOST_VALUES = 16;

export function fieldSuggestions(fields: readonly QueryField[], prefix: string): Suggestion[] {
  const wanted = prefix.toLowerCase();
  const starts = fields.filter((field) => field.name.startsWith(wanted));
  const mentions = new RegExp(`\\b${wanted.replace(/\W/g, "")}`, "i");
  const within =
    wanted.length < 3 ? [] : fields.filter((field) => !field.name.startsWith(wanted) && mentions.test(`${field.name} ${field.hint}`));
  return [...starts, ...within].slice(0, MOST_FIELDS).map((field) => ({
    insert: `${field.name}${/[<>]/.exec(field.example)?.[0] ?? ":"}`,
    label: field.name,
    hint: `${field.hint} · ${field.example}`,
  }));
}

export function valueSuggestions(values: readonly string[], prefix: string): Suggestion[] {
  const wanted = prefix.toLowerCase().replace(/^["~]+/, "");
  return values
    .filter((value) => value.toLowerCase().includes(wanted) && value.toLowerCase() !== wanted)
    .slice(0, MOST_VALUES)
    .map((value) => ({ insert: quoted(value), label: value, hint: "" }));
}

/** Quotes a value only where a bare one would be read as something else. */
export function quoted(value: string): string {
  const bare = /^[^\s()",~/<>=:*\\][^\s()",*\\]*$/.test(value) && !/^(AND|OR|NOT)$/.test(value) && !value.includes("..");
  return bare ? value : `"${value.replace(/(["\\])/g, "\\$1")}"`;
}

export function applySuggestion(text: string, place: CaretPlace, insert: string): { text: string; caret: number } {
  const tail = text.slice(place.to);
  const done = !/[:<>]$/.test(insert);
  const gap = done && !/^[\s)]/.test(tail) ? " " : "";
  const head = text.slice(0, place.from) + insert + gap;
  return { text: head + tail, caret: head.length };
}
