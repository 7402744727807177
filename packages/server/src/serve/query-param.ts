// `q` of a request as a query tree; what is wrong with it is said with its position.
import { MATCH_ALL, parseQuery, SipglassError, type Query, type TimeRange } from "@sipglass/model";

export interface AskedQuery {
  query: Query;
  /** Set by `last:` in the text. */
  range?: TimeRange | undefined;
}

export function queryOf(text: string | undefined, nowUs: number): AskedQuery {
  if (text === undefined || text.trim() === "") return { query: MATCH_ALL };
  const parsed = parseQuery(text, { nowUs });
  if (parsed.ok) return { query: parsed.query, range: parsed.range };
  const { message, position, suggestion } = parsed;
  throw new SipglassError("bad_query", suggestion === undefined ? { position } : { position, suggestion }, message);
}
