// Edits of a query text by click: filter in, filter out, lift `last:2h` into the time range.
import { queryTokens } from "./tokens.ts";
import type { QueryToken } from "./tokens.ts";
import { quoted } from "./suggest.ts";

const clean = (query: string): string => query.replace(/\s+/g, " ").trim();

/** True when an OR stands outside parentheses: then AND-ing something needs the whole in parentheses. */
function hasOpenOr(query: string): boolean {
  let depth = 0;
  return queryTokens(query).some((token) => {
    if (token.type === "paren") depth += token.text === "(" ? 1 : -1;
    return isKeyword(token, "OR") && depth === 0;
  });
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Takes a whole `term` (with its NOT) out of a query; leaves the rest as it was. */
function without(query: string, term: string): string {
  return clean(query.replace(new RegExp(`(^|\\s)(NOT\\s+)?${escape(term)}(?=\\s|$)`, "g"), " "));
}

/** AND-s a condition to the whole of a query. */
export const narrow = (query: string, condition: string): string => clean(`${hasOpenOr(query) ? `(${clean(query)})` : query} ${condition}`);

export function addTerm(query: string, field: string, value: string, out: boolean): string {
  const term = `${field}:${quoted(value)}`;
  return narrow(hasOpenOr(query) ? query : without(query, term), `${out ? "NOT " : ""}${term}`);
}

const LAST = /^\d+(?:m|min|h|d|w)$/i;

const isKeyword = (token: QueryToken | undefined, word: string): boolean => token?.type === "keyword" && token.text.toUpperCase() === word;

/** Indexes of the field tokens that hold for the whole query: not under OR, NOT or parentheses. */
function plainFields(tokens: readonly QueryToken[]): number[] {
  const found: number[] = [];
  let depth = 0;
  let before: QueryToken | undefined;
  for (const [index, token] of tokens.entries()) {
    if (token.type === "paren") depth += token.text === "(" ? 1 : -1;
    if (depth === 0 && isKeyword(token, "OR")) return [];
    if (depth === 0 && token.type === "field" && !isKeyword(before, "NOT")) found.push(index);
    if (token.type !== "space") before = token;
  }
  return found;
}

const nameOf = (token: QueryToken | undefined): string => token?.text.toLowerCase() ?? "";

/** `from:x last:2h` → the query without it and "-2h". */
export function liftRange(query: string): { query: string; from: string | null } {
  const tokens = queryTokens(query);
  const at = plainFields(tokens).find((index) => nameOf(tokens[index]) === "last" && LAST.test(tokens[index + 2]?.text ?? ""));
  if (at === undefined) return { query: query.trim(), from: null };
  const text = (some: readonly QueryToken[]): string => some.map((token) => token.text).join("");
  const [before, after] = [text(tokens.slice(0, at)).replace(/\bAND\s+$/i, ""), text(tokens.slice(at + 3)).replace(/^\s+AND\b/i, "")];
  return { query: clean(`${before} ${after}`), from: `-${nameOf(tokens[at + 2]).replace("min", "m")}` };
}

const RANGE_FIELDS: ReadonlySet<string> = new Set(["last", "time", "started", "started_at"]);

/** The query itself says from when to when, in a way that cannot be lifted: it rules over the range that the page would ask for. */
export function rulesRange(query: string): boolean {
  const tokens = queryTokens(query);
  return plainFields(tokens).some((index) => RANGE_FIELDS.has(nameOf(tokens[index])));
}
