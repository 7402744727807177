// Terms that no row can answer: `raw:` and headers that are not configured. They are answered by scanning messages; rows only narrow that scan.
import { and, negate, or, type Query } from "./query.ts";

/** True when messages must be scanned. `configured`: names (lower case) that are kept on the call; without it every header is taken to be. */
export function usesRaw(query: Query, configured?: ReadonlySet<string>): boolean {
  switch (query.type) {
    case "and":
    case "or":
      return query.items.some((item) => usesRaw(item, configured));
    case "not":
      return usesRaw(query.item, configured);
    default:
      return isRaw(query, configured);
  }
}

/** Names (lower case) of the headers that it asks for and that are not kept on the call. */
export function scannedHeaders(query: Query, configured: ReadonlySet<string>): string[] {
  if (query.type === "and" || query.type === "or") return [...new Set(query.items.flatMap((item) => scannedHeaders(item, configured)))];
  if (query.type === "not") return scannedHeaders(query.item, configured);
  return query.type === "term" && query.name !== undefined && isRaw(query, configured) ? [query.name] : [];
}

/** A query that rows can answer, and that matches every call the whole query could match, whatever the messages say. */
export function withoutRaw(query: Query, configured?: ReadonlySet<string>, whenUnknown = true): Query {
  switch (query.type) {
    case "and":
      return and(query.items.map((item) => withoutRaw(item, configured, whenUnknown)));
    case "or":
      return or(query.items.map((item) => withoutRaw(item, configured, whenUnknown)));
    case "not":
      return negate(withoutRaw(query.item, configured, !whenUnknown));
    default:
      if (!isRaw(query, configured)) return query;
      return whenUnknown ? { type: "all" } : negate({ type: "all" });
  }
}

function isRaw(query: Query, configured: ReadonlySet<string> | undefined): boolean {
  return query.type === "raw" || (query.type === "term" && query.name !== undefined && configured !== undefined && !configured.has(query.name));
}
