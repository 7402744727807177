// Homer's one-line search: `sip.from_user = '100%' AND net.srcIp != 10.0.0.1 OR …`. Parentheses are accepted and mean nothing, as there.
import type { RowCondition } from "./conditions.ts";

const OPERATORS = ["!=", ">=", "<=", "=", ">", "<", "LIKE"] as const;
export type SmartOperator = (typeof OPERATORS)[number];

const TOKEN = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|(!=|>=|<=|=|>|<)|([^\s'"=<>!()]+(?:![^=\s'"<>()]*)*)|([()]))/gy;

interface Token {
  text: string;
  quoted: boolean;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [, single, double, operator, word, bracket] = match;
    if (bracket !== undefined) continue;
    const quoted = single ?? double;
    tokens.push({ text: quoted ?? operator ?? word ?? "", quoted: quoted !== undefined });
  }
  return tokens;
}

/** Shown names → names of columns. */
const columnName = (name: string): string => name.replace(/^sip\./, "data_header.").replace(/^net\./, "protocol_header.");

/** Groups of conditions: any of them, all within. What makes no sense is left out, as homer-app does; nothing at all gives []. */
export function parseSmartInput(text: string): RowCondition[][] {
  const tokens = tokensOf(text);
  const groups: RowCondition[][] = [[]];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!;
    const word = token.text.toUpperCase();
    if (!token.quoted && (word === "AND" || word === "OR")) {
      if (word === "OR") groups.push([]);
      at += 1;
      continue;
    }
    const operator = OPERATORS.find((each) => each === tokens[at + 1]?.text.toUpperCase());
    const value = tokens[at + 2];
    if (operator === undefined || value === undefined || token.quoted) {
      at += 1;
      continue;
    }
    groups.at(-1)!.push({ column: columnName(token.text), operator, value: value.text });
    at += 3;
  }
  return groups.filter((group) => group.length > 0);
}
