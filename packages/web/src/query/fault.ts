// The details of a bad_query error, laid over the query's text: what stands before the fault, at it, after it, and the mended query.
import { typedPosition, typedQuery } from "./kinds.ts";

export interface QueryFault {
  position: number;
  before: string;
  at: string;
  after: string;
  mended: string | undefined;
}

const asText = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);
const asCount = (value: unknown): number | undefined => (typeof value === "number" && value >= 0 ? value : undefined);

/** `asked` is the query as it was sent (see kinds.ts). */
export function queryFault(query: string, asked: string, details: Record<string, unknown>): QueryFault {
  const position = typedPosition(query, asked, asCount(details["position"]) ?? 0);
  const suggestion = asText(details["suggestion"]);
  const word = /^[\w.-]+(?=[:<>])|^\S+/.exec(query.slice(position))?.[0].length ?? 0;
  const length = asCount(details["length"]) ?? word;
  return {
    position,
    before: query.slice(0, position),
    at: query.slice(position, position + length) || "␣",
    after: query.slice(position + length),
    mended: suggestion === undefined ? undefined : typedQuery(query, asked, suggestion),
  };
}
