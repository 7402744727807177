// Which kinds of dialogue a search looks at. REGISTER and OPTIONS outnumber calls by far, so the list shows calls unless asked for more:
// by the switch beside the counts, or by a query that names kinds or one certain dialogue itself.
import { queryTokens } from "./tokens.ts";

const ONLY_CALLS = "kind:call";

/** Fields by which somebody asks for a kind, or for one dialogue whatever its kind. */
const OWN_WORDS = new Set([
  "kind",
  "type",
  "callid",
  "call_id",
  "cid",
  "id",
  "session",
  "session_id",
  "correlation",
  "correlation_id",
  "raw",
]);

/** True when the query itself says what to look at: nothing is added to it. A bare word with an @ is a Call-ID. */
export function saysKinds(query: string): boolean {
  const tokens = queryTokens(query);
  return tokens.some(
    (token, index) =>
      (token.type === "field" && OWN_WORDS.has(token.text.replace(/^-/, "").toLowerCase())) ||
      (token.type === "value" && token.text.includes("@") && tokens[index - 1]?.type !== "operator"),
  );
}

/** The query as sent: in parentheses, so that an OR cannot reach what is added; with a space, so that an OR or NOT at its end stays one. */
export function askedQuery(query: string, allKinds: boolean): string {
  if (allKinds || saysKinds(query)) return query;
  return query === "" ? ONLY_CALLS : `(${query} ) ${ONLY_CALLS}`;
}

/** A position in the query as sent, in the query as typed. */
export function typedPosition(query: string, asked: string, position: number): number {
  return Math.max(0, Math.min(query.length, asked === query ? position : position - 1));
}

/** A mended query as the server suggests it, without what was added. */
export function typedQuery(query: string, asked: string, suggestion: string): string {
  const match = asked === query ? null : /^\((.*?) ?\)? kind:call\)?$/s.exec(suggestion);
  return match?.[1] ?? suggestion;
}
