// Tree → query text, canonical: parse(print(q)) is q again.
import { fieldNamed, type FieldType } from "./fields.ts";
import type { Match, Query } from "./query.ts";
import { printDuration, printMoment } from "./value.ts";

export function printQuery(query: Query): string {
  return query.type === "all" ? "" : print(query);
}

function print(query: Query): string {
  switch (query.type) {
    case "all":
      return "*";
    case "and":
      return query.items.map((item) => (item.type === "or" || item.type === "and" ? `(${print(item)})` : print(item))).join(" ");
    case "or":
      return query.items.map((item) => (item.type === "or" ? `(${print(item)})` : print(item))).join(" OR ");
    case "not":
      return `NOT ${query.item.type === "and" || query.item.type === "or" ? `(${print(query.item)})` : print(query.item)}`;
    case "text":
      return /^[\p{L}\p{N}+@][\p{L}\p{N}+@._-]*$/u.test(query.value) && !/^(?:and|or|not)$/i.test(query.value) ? query.value : quote(query.value);
    case "raw":
      return `raw:${quote(query.value)}`;
    case "term":
      return term(query);
  }
}

const quote = (text: string): string => `"${text.replaceAll(/["\\]/g, "\\$&")}"`;
/** Signs that begin something else than an exact value are quoted; plain values are not. */
const plain = (text: string): string => (/^[\p{L}\p{N}+@_][\p{L}\p{N}+@_.:;%&=?$-]*$/u.test(text) ? text : quote(text));

function term(query: Query & { type: "term" }): string {
  const type = query.field === "code" ? "code" : (fieldNamed(query.field)?.type ?? "text");
  const head = query.name === undefined ? query.field : `${query.field}:${query.name}`;
  const [only] = query.any;
  if (query.any.length === 1 && only!.type === "compare" && only!.comparison !== "=") return head + printMatch(only!, type);
  return `${head}${query.name === undefined ? ":" : "="}${query.any.map((match) => printMatch(match, type)).join(",")}`;
}

function printNumber(value: number, type: FieldType | "code"): string {
  return type === "duration" ? printDuration(value) : type === "time" ? printMoment(value) : String(value);
}

function printMatch(match: Match, type: FieldType | "code"): string {
  switch (match.type) {
    case "exact":
      return type === "ip" || type === "enum" || type === "text" || type === "list" || type === "header" ? plain(match.value) : quote(match.value);
    case "wildcard":
      return wildcard(match.pattern);
    case "contains":
      return `~${plain(match.value)}`;
    case "regex":
      return `/${match.source.replaceAll(/\\[\s\S]|\//g, (piece) => (piece === "/" ? "\\/" : piece))}/`;
    case "compare":
      return (match.comparison === "=" ? "" : match.comparison) + printNumber(match.value, type);
    case "between":
      if (type === "code" && match.low % 100 === 0 && match.high === match.low + 99) return `${match.low / 100}xx`;
      return `${printNumber(match.low, type)}..${printNumber(match.high, type)}`;
    case "cidr":
      return `${match.address}/${match.bits}`;
  }
}

/** Stars and escaped signs as they are, every other sign that has a meaning here behind a backslash. */
function wildcard(pattern: string): string {
  return pattern.replaceAll(/\\[\s\S]|[\s()",]|^[~/<>=]/g, (piece) => (piece.length > 1 ? piece : `\\${piece}`));
}
