// One condition of a Homer search on a row: `%` wildcards, `;` lists, `!=`, isEmpty, isNull, numbers (homer-app's value operators).
import type { HomerRow } from "./homer-row.ts";

export type RowTest = (row: HomerRow) => boolean;
type Value = string | number | undefined;

/** Columns of the table itself; everything else is `data_header.NAME` or `protocol_header.NAME`. */
export function columnOf(name: string): ((row: HomerRow) => Value) | undefined {
  const [column = "", ...rest] = name.split(".");
  const key = rest.join(".");
  if (column === "data_header" && key !== "") return ({ dataHeader }) => dataHeader[key];
  if (column === "protocol_header" && key !== "") return ({ protocolHeader }) => protocolHeader[key];
  if (name === "sid") return ({ sid }) => sid;
  if (name === "id") return ({ id }) => id;
  if (name === "raw") return ({ raw }) => raw;
  if (name === "node") return ({ node }) => node;
  return undefined;
}

/** LIKE of SQL: `%` any text, `_` one character, backslash before either takes its meaning. */
export function likeTest(pattern: string, ignoreCase = false): (text: string) => boolean {
  const fold = (text: string): string => (ignoreCase ? text.toLowerCase() : text);
  const tokens = fold(pattern).match(/\\[\s\S]|[\s\S]/gu) ?? [];
  return (text) => likeMatches(tokens, Array.from(fold(text)));
}

/** Greedy with one step back: linear in practice, never exponential. */
function likeMatches(tokens: readonly string[], text: readonly string[]): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const wanted = tokens[token];
    if (wanted === "%") {
      star = token++;
      starAt = at;
    } else if (wanted !== undefined && (wanted === "_" || (wanted.length > 1 && wanted.startsWith("\\") ? wanted.slice(1) : wanted) === text[at])) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      token = star + 1;
      at = ++starAt;
    } else return false;
  }
  while (tokens[token] === "%") token += 1;
  return token === tokens.length;
}

export interface Condition {
  /** Without `!=` and `||`. */
  value: string;
  negated: boolean;
  type: string;
}

export function valueTest(read: (row: HomerRow) => Value, { value, negated, type }: Condition): RowTest {
  const test = plainTest(value, type);
  return (row) => test(read(row)) !== negated;
}

function plainTest(value: string, type: string): (actual: Value) => boolean {
  if (value === "isEmpty") return (actual) => actual === "";
  if (value === "isNull") return (actual) => actual === undefined;
  if (value.includes(";")) {
    const any = value.split(";").map((item) => plainTest(item, type));
    return (actual) => any.some((test) => test(actual));
  }
  if (value.includes("%")) {
    const like = likeTest(value);
    return (actual) => actual !== undefined && like(String(actual));
  }
  // A node's name under a column that is mapped as a number is still a name.
  const number = type === "integer" && /^\s*-?\d+\s*$/.test(value) ? Number(value) : undefined;
  return (actual) => actual !== undefined && (number === undefined ? String(actual) === value : Number(actual) === number);
}
