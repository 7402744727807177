// `q` of a request as a query tree; what is wrong with it is said with its position.
import { ALL, MATCH_ALL, parseQuery, SipglassError, type Query, type Scope, type TimeRange } from "@sipglass/model";
import { withinScope } from "./scoped-query.ts";

export interface AskedQuery {
  query: Query;
  /** Set by `last:` in the text. */
  range?: TimeRange | undefined;
}

export function queryOf(text: string | undefined, nowUs: number, scope: Scope = ALL): AskedQuery {
  if (text === undefined || text.trim() === "") return { query: MATCH_ALL };
  const parsed = parseQuery(text, { nowUs });
  if (parsed.ok) return { query: withinScope(parsed.query, scope), range: parsed.range };
  const { message, position, suggestion } = parsed;
  throw new SipglassError("bad_query", suggestion === undefined ? { position } : { position, suggestion }, message);
}
