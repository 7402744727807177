// The query language as a tree. parse.ts makes it from text, print.ts writes it back, predicate.ts runs it on a call, each store turns it into SQL.

export type Comparison = "=" | "<" | "<=" | ">" | ">=";

/** What stands after `field:`; several of them separated by commas are a set (any of). */
export type Match =
  | { type: "exact"; value: string }
  /** `*` inside: matches the whole value. */
  | { type: "wildcard"; pattern: string }
  | { type: "contains"; value: string }
  /** RE2 syntax, unanchored, case-insensitive. */
  | { type: "regex"; source: string }
  | { type: "compare"; comparison: Comparison; value: number }
  /** Inclusive. */
  | { type: "between"; low: number; high: number }
  | { type: "cidr"; address: string; bits: number };

export type Query =
  | { type: "all" }
  | { type: "and"; items: Query[] }
  | { type: "or"; items: Query[] }
  | { type: "not"; item: Query }
  /** `field` is a name of FIELDS; `name` is the header's name when field is "header". */
  | { type: "term"; field: string; name?: string; any: Match[]; at: number }
  /** A bare word: Call-ID, number, IP or text. */
  | { type: "text"; value: string; at: number }
  /** `raw:"…"`: scans messages. */
  | { type: "raw"; value: string; at: number };

export const MATCH_ALL: Query = Object.freeze({ type: "all" });

/** Flat, and no wrapper around a single item: the form that the parser makes and the printer expects. */
export function and(items: readonly Query[]): Query {
  const flat = items.flatMap((item) => (item.type === "and" ? item.items : [item]));
  return flat.length === 0 ? { type: "all" } : flat.length === 1 ? flat[0]! : { type: "and", items: flat };
}

export function or(items: readonly Query[]): Query {
  const flat = items.flatMap((item) => (item.type === "or" ? item.items : [item]));
  return flat.length === 1 ? flat[0]! : { type: "or", items: flat };
}

export const negate = (item: Query): Query => ({ type: "not", item });
