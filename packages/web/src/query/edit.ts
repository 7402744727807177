// Edits of a query text by click: filter in, filter out, lift `last:2h` into the time range.
import { queryTokens } from "./tokens.ts";
import { quoted } from "./suggest.ts";

const clean = (query: string): string => query.replace(/\s+/g, " ").trim();

/** True when an OR stands outside parentheses: then AND-ing something needs the whole in parentheses. */
function hasOpenOr(query: string): boolean {
  let depth = 0;
  return queryTokens(query).some((token) => {
    if (token.type === "paren") depth += token.text === "(" ? 1 : -1;
    return token.type === "keyword" && token.text === "OR" && depth === 0;
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

const LAST = /(^|\s)last:(\d+(?:m|min|h|d|w))(?=\s|$)/;

/** `from:x last:2h` → the query without it and "-2h". Only where it is a plain condition: not under OR, NOT or parentheses. */
export function liftRange(query: string): { query: string; from: string | null } {
  const match = LAST.exec(query);
  if (!match || /[()]|\bOR\b|\bNOT\s+last:/.test(query)) return { query: clean(query), from: null };
  return { query: clean(query.replace(LAST, " ")), from: `-${(match[2] ?? "").replace("min", "m")}` };
}
