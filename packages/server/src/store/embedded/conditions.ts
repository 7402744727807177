// Query tree → SQL condition with bound parameters, equal to toPredicate (a property test holds them so). NULL and false are the same at the top, under
// AND and under OR; NOT makes them so first, which keeps it two-valued.
import {
  PART_SEPARATOR, expandText, fieldNamed, fold, ipv4Network, ipv6Network, namesDomain, matchText, namesPort, parseIpv4, wildcardPieces, withoutRaw,
  type Match, type Query, type Scope, type Source,
} from "@sipglass/model";
import type { Binder } from "./binder.ts";
import { hostOfItem, type KeyConditions } from "./columns.ts";
import { keyOf } from "./keys.ts";

/** Expressions for columns that are stored in another form than their plain value. */
export type ColumnText = (column: string) => string;

export interface Target {
  bind: Binder;
  text: ColumnText;
  /** Of a relation that has key columns (keys.ts). */
  keys: KeyConditions;
}

export function queryCondition(query: Query, target: Target): string {
  return condition(withoutRaw(query), target);
}

/** Tenants match exactly, letter for letter. */
export function scopeCondition(scope: Scope, bind: Binder): string {
  if (scope.kind === "all") return "true";
  return either(scope.tenants.map((tenant) => `contains(tenants, ${bind.text(`\x1f${tenant}\x1f`)})`));
}

const either = (parts: readonly string[]): string => (parts.length === 0 ? "false" : parts.length === 1 ? parts[0]! : `(${parts.join(" OR ")})`);

function condition(query: Query, target: Target): string {
  switch (query.type) {
    case "all":
    case "raw":
      return "true";
    case "and":
      return `(${query.items.map((item) => condition(item, target)).join(" AND ")})`;
    case "or":
      return either(query.items.map((item) => condition(item, target)));
    case "not":
      return `NOT coalesce(${condition(query.item, target)}, false)`;
    case "text":
      return condition(expandText(query.value), target);
    case "term": {
      const sources = fieldNamed(query.field)?.sources ?? [];
      return either(query.any.map((match) => onSources(sources, match, query.name ?? "", target)));
    }
  }
}

const PRESENT: Match = { type: "wildcard", pattern: "*" };

function onSources(sources: readonly Source[], match: Match, name: string, target: Target): string {
  if (match.type === "exact" && match.value === "") {
    return `NOT coalesce(${either(sources.map((source) => onSource(source, PRESENT, name, target)))}, false)`;
  }
  return either(sources.map((source) => onSource(source, match, name, target)));
}

/** Words of the house are stored in small letters. */
const WORDS: ReadonlySet<string> = new Set(["kind", "state", "direction", "ended_by", "mos_scale", "leg"]);

function onSource(source: Source, match: Match, name: string, target: Target): string {
  const { bind } = target;
  switch (source.kind) {
    case "text": {
      if (match.type === "exact" && WORDS.has(source.column)) return `${target.text(source.column)} = ${bind.text(fold(match.value))}`;
      const test = textTest(target.text(source.column), match, bind);
      const key = match.type === "exact" ? target.keys[source.column] : undefined;
      return key ? `(${key(bind.key(keyOf(matchText(match))))} AND ${test})` : test;
    }
    case "address":
      return textTest(namesDomain(match) ? `${source.column} || '@' || ${source.domainColumn}` : source.column, match, bind);
    case "ip":
      return ipTest(source, match, bind);
    case "hops":
      return hopsTest(source.column, match, bind);
    case "list":
      return source.suffixed ? anyItem(source.column, (item) => textTest(`split_part(${item}, '${PART_SEPARATOR}', 1)`, match, bind)) : listTest(source.column, match, bind);
    case "number":
      return numberTest(source, match, bind);
    case "header":
      return headerTest(source.column, name, match, bind);
  }
}

const like = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&");

/** Letters are folded on both sides; where the wanted text has none, the column need not be. */
const folded = (text: string, wanted: string): string => (/^[\x00-@[-`{-\x7f]*$/.test(wanted) ? text : `lower(${text})`);

/** Everything but `field:""` asks for a value, and an empty text is none. */
function textTest(text: string, match: Match, bind: Binder): string {
  switch (match.type) {
    case "exact":
      return `${folded(text, match.value)} = ${bind.text(fold(match.value))}`;
    case "contains":
      return match.value === "" ? `${text} <> ''` : `contains(${folded(text, match.value)}, ${bind.text(fold(match.value))})`;
    case "wildcard": {
      const pieces = wildcardPieces(fold(match.pattern));
      if (pieces.every((piece) => piece === "")) return pieces.length === 1 ? "false" : `${text} <> ''`;
      return `${folded(text, pieces.join(""))} LIKE ${bind.text(pieces.map(like).join("%"))} ESCAPE '\\'`;
    }
    case "regex":
      // In a group, because DuckDB rewrites some plain patterns into LIKE and is wrong about those with two anchors (`^^`, `$.`).
      return `(${text} <> '' AND regexp_matches(${text}, ${bind.text(`(${match.source})`)}, 'is'))`;
    default:
      return "false";
  }
}

/** Items stand between separators; `item` is written twice at most, and a cheap look at the whole text goes before taking it apart. */
function anyItem(column: string, test: (item: string) => string): string {
  return `(${column} <> '' AND len(list_filter(string_split(${column}, chr(31)), lambda item: ${test("item")})) > 0)`;
}

function listTest(column: string, match: Match, bind: Binder): string {
  if (match.type === "exact") return `contains(${folded(column, match.value)}, ${bind.text(`\x1f${fold(match.value)}\x1f`)})`;
  const literal = longestPiece(match);
  if (match.type === "contains" && literal !== "" && !literal.includes("\x1f")) return `contains(lower(${column}), ${bind.text(literal)})`;
  const glance = literal === "" ? "" : `contains(lower(${column}), ${bind.text(literal)}) AND `;
  return `(${glance}${anyItem(column, (item) => textTest(item, match, bind))})`;
}

/** A text that every matching item must hold. */
function longestPiece(match: Match): string {
  if (match.type === "contains") return fold(match.value);
  if (match.type !== "wildcard") return "";
  return wildcardPieces(fold(match.pattern)).reduce((longest, piece) => (piece.length > longest.length ? piece : longest), "");
}

const withPort = (ip: string, port: string): string => `CASE WHEN contains(${ip}, ':') THEN '[' || ${ip} || ']:' || ${port} ELSE ${ip} || ':' || ${port} END`;
const HOST_OF = hostOfItem("item");

function ipTest(source: Source & { kind: "ip" }, match: Match, bind: Binder): string {
  if (match.type === "cidr") return networkTest(source.column, match.address, match.bits, bind);
  return textTest(namesPort(match) ? `(${withPort(source.column, source.portColumn)})` : source.column, match, bind);
}

function hopsTest(column: string, match: Match, bind: Binder): string {
  if (match.type === "cidr") {
    const glance = match.address.includes(":") ? `contains(${column}, '[') AND ` : "";
    return `(${glance}${anyItem(column, () => networkTest(`(${HOST_OF})`, match.address, match.bits, bind))})`;
  }
  if (namesPort(match)) return listTest(column, match, bind);
  const literal = match.type === "exact" ? fold(match.value) : longestPiece(match);
  const glance = literal === "" ? "" : `contains(lower(${column}), ${bind.text(literal)}) AND `;
  return `(${glance}${anyItem(column, () => textTest(`(${HOST_OF})`, match, bind))})`;
}

const OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";

/** IPv4 networks as a regular expression over the octets; IPv6 ones over 32 hexadecimal digits (ip6_key, a macro of schema.ts). */
function networkTest(ip: string, address: string, bits: number, bind: Binder): string {
  if (parseIpv4(address) < 0) {
    const [low, high] = ipv6Network(address, bits);
    return `(contains(${ip}, ':') AND NOT contains(${ip}, '.') AND ip6_key(${ip}) BETWEEN ${bind.text(low)} AND ${bind.text(high)})`;
  }
  const [low, high] = ipv4Network(address, bits);
  const octets = [24, 16, 8, 0].map((shift) => {
    const from = Math.floor(low / 2 ** shift) % 256;
    const to = Math.floor(high / 2 ** shift) % 256;
    if (from === 0 && to === 255) return OCTET;
    return `(?:${Array.from({ length: to - from + 1 }, (_, i) => from + i).join("|")})`;
  });
  return `regexp_full_match(${ip}, ${bind.text(octets.join("\\."))})`;
}

function numberTest({ column, zeroIsNone }: Source & { kind: "number" }, match: Match, bind: Binder): string {
  const present = zeroIsNone ? `${column} <> 0` : `${column} IS NOT NULL`;
  switch (match.type) {
    case "compare":
      return `(${zeroIsNone ? `${present} AND ` : ""}${column} ${match.comparison} ${bind.number(match.value)})`;
    case "between":
      return `(${zeroIsNone ? `${present} AND ` : ""}${column} BETWEEN ${bind.number(match.low)} AND ${bind.number(match.high)})`;
    case "wildcard":
      return match.pattern === "*" ? present : "false";
    default:
      return "false";
  }
}

/** Items `name=value`. */
function headerTest(column: string, name: string, match: Match, bind: Binder): string {
  const glance = `contains(${column}, ${bind.text(`\x1f${name}=`)})`;
  if (match.type === "exact") return `(${glance} AND contains(lower(${column}), ${bind.text(`\x1f${name}=${fold(match.value)}\x1f`)}))`;
  const quoted = name.replaceAll(/[^a-z0-9_]/g, "\\$&");
  const value = `regexp_extract(${column}, ${bind.text(`\x1f${quoted}=([^\x1f]*)`)}, 1, 's')`;
  return `(${glance} AND ${textTest(value, match, bind)})`;
}
