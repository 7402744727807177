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
    case "raw":
      return true;
    case "term":
      return query.name !== undefined && configured !== undefined && !configured.has(query.name);
    default:
      return false;
  }
}

/** A query without `raw:` that matches every call the whole query could match, whatever the messages say. */
export function withoutRaw(query: Query, whenUnknown = true): Query {
  switch (query.type) {
    case "and":
      return and(query.items.map((item) => withoutRaw(item, whenUnknown)));
    case "or":
      return or(query.items.map((item) => withoutRaw(item, whenUnknown)));
    case "not":
      return negate(withoutRaw(query.item, !whenUnknown));
    case "raw":
      return whenUnknown ? { type: "all" } : negate({ type: "all" });
    default:
      return query;
  }
}
