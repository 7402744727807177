// The query text cut into coloured pieces while it is typed. Lenient on purpose: half a query is the normal case in a search bar.
// (What a query *means* is the model's parser's business; nothing here decides that.)

export type QueryTokenType = "field" | "operator" | "value" | "keyword" | "paren" | "space";

export interface QueryToken {
  type: QueryTokenType;
  text: string;
  at: number;
}

const PIECE = /(\s+)|([()])|(-?[A-Za-z_][\w.]*)(:|<=|>=|<|>)|((?:"(?:[^"\\]|\\.)*"?|[^\s()"])+)/y;

export function queryTokens(text: string): QueryToken[] {
  const tokens: QueryToken[] = [];
  let at = 0;
  let afterOperator = false;
  while (at < text.length) {
    const piece = next(text, at, afterOperator);
    tokens.push(...piece);
    at += piece.reduce((sum, token) => sum + token.text.length, 0);
    afterOperator = tokens.at(-1)?.type === "operator";
  }
  return tokens;
}

function next(text: string, at: number, afterOperator: boolean): QueryToken[] {
  PIECE.lastIndex = at;
  const match = PIECE.exec(text);
  if (!match) return [{ type: "value", text: text.charAt(at), at }];
  const [whole, space, paren, field, operator, word] = match;
  if (space) return [{ type: "space", text: space, at }];
  if (paren) return [{ type: "paren", text: paren, at }];
  if (field && operator && !afterOperator)
    return [
      { type: "field", text: field, at },
      { type: "operator", text: operator, at: at + field.length },
    ];
  if (field && operator) return [{ type: "value", text: valueFrom(text, at), at }];
  return [{ type: !afterOperator && /^(AND|OR|NOT)$/i.test(word ?? "") ? "keyword" : "value", text: whole, at }];
}

/** A value may hold colons ("callid:abc:def"): take it up to the next space or parenthesis outside quotes. */
function valueFrom(text: string, at: number): string {
  return /^(?:"(?:[^"\\]|\\.)*"?|[^\s()"])+/.exec(text.slice(at))?.[0] ?? text.charAt(at);
}
