// Query → function of a live call. Compiled once; a call is tested without building strings, unless letters must be folded.
import type { Call } from "../call.ts";
import { hostPort } from "../packet.ts";
import { expandText } from "./bare.ts";
import { fieldNamed, type Source } from "./fields.ts";
import { fold } from "./fold.ts";
import { hostOf, inNetwork, speaksOfPort } from "./ip.ts";
import type { Match, Query } from "./query.ts";
import { compileRegex } from "./regex.ts";

export type Predicate = (call: Call) => boolean;

export interface PredicateOptions {
  /** Answers `raw:"…"`, when the messages are at hand; without it such a term cannot exclude a call. */
  raw?: (call: Call, text: string) => boolean;
}

export function toPredicate(query: Query, options: PredicateOptions = {}): Predicate {
  return compile(query, options, true);
}

function compile(query: Query, options: PredicateOptions, whenUnknown: boolean): Predicate {
  switch (query.type) {
    case "all":
      return () => true;
    case "and":
      return all(query.items.map((item) => compile(item, options, whenUnknown)));
    case "or":
      return any(query.items.map((item) => compile(item, options, whenUnknown)));
    case "not": {
      const inner = compile(query.item, options, !whenUnknown);
      return (call) => !inner(call);
    }
    case "raw": {
      const { raw } = options;
      return raw ? (call) => raw(call, query.value) : () => whenUnknown;
    }
    case "text":
      return compile(expandText(query.value), options, whenUnknown);
    case "term": {
      const sources = fieldNamed(query.field)?.sources ?? [];
      return any(query.any.flatMap((match) => anyOrNone(match, sources, query.name ?? "")));
    }
  }
}

function all(tests: readonly Predicate[]): Predicate {
  return (call) => {
    for (const test of tests) if (!test(call)) return false;
    return true;
  };
}

function any(tests: readonly Predicate[]): Predicate {
  if (tests.length === 1) return tests[0]!;
  return (call) => {
    for (const test of tests) if (test(call)) return true;
    return false;
  };
}

/** `field:""` means that none of the sources has a value; everything else that any of them matches. */
function anyOrNone(match: Match, sources: readonly Source[], name: string): Predicate {
  if (match.type === "exact" && match.value === "") {
    const present = any(sources.map((source) => onSource(source, { type: "wildcard", pattern: "*" }, name)));
    return (call) => !present(call);
  }
  return any(sources.map((source) => onSource(source, match, name)));
}

function onSource(source: Source, match: Match, name: string): Predicate {
  switch (source.kind) {
    case "text": {
      const test = textTest(match);
      return (call) => test(source.get(call));
    }
    case "address": {
      const test = textTest(match);
      return namesDomain(match) ? (call) => test(`${source.get(call)}@${source.getDomain(call)}`) : (call) => test(source.get(call));
    }
    case "ip": {
      const test = match.type === "cidr" ? inNetwork(match.address, match.bits) : textTest(match);
      return namesPort(match) ? (call) => test(hostPort(source.get(call), source.getPort(call))) : (call) => test(source.get(call));
    }
    case "hops":
      return onHops(source, match);
    case "list":
      return onList(source, match);
    case "number": {
      const test = numberTest(match);
      return (call) => {
        const value = source.get(call);
        return value !== null && !(source.zeroIsNone && value === 0) && test(value);
      };
    }
    case "header": {
      const test = textTest(match);
      return (call) => {
        const value = source.get(call, name);
        return value !== undefined && test(value);
      };
    }
  }
}

function onHops(source: Source & { kind: "hops" }, match: Match): Predicate {
  const test = match.type === "cidr" ? inNetwork(match.address, match.bits) : textTest(match);
  const whole = namesPort(match);
  return (call) => {
    for (const hop of source.get(call)) if (test(whole ? hop : hostOf(hop))) return true;
    return false;
  };
}

function onList(source: Source & { kind: "list" }, match: Match): Predicate {
  const test = textTest(match);
  return (call) => {
    for (let i = source.length(call) - 1; i >= 0; i--) if (test(source.item(call, i))) return true;
    return false;
  };
}

/** The text of a match in which "@" or ":port" is looked for. */
export const matchText = (match: Match): string =>
  match.type === "exact" || match.type === "contains" ? match.value : match.type === "wildcard" ? match.pattern : match.type === "regex" ? match.source : "";
export const namesDomain = (match: Match): boolean => matchText(match).includes("@");
/** A regular expression sees the address alone. */
export const namesPort = (match: Match): boolean => match.type !== "regex" && match.type !== "cidr" && speaksOfPort(matchText(match));

function textTest(match: Match): (text: string) => boolean {
  switch (match.type) {
    case "exact": {
      const wanted = fold(match.value);
      return (text) => text !== "" && fold(text) === wanted;
    }
    case "contains": {
      const wanted = fold(match.value);
      return (text) => text !== "" && fold(text).includes(wanted);
    }
    case "wildcard":
      return wildcardTest(match.pattern);
    case "regex": {
      const test = compileRegex(match.source);
      return typeof test === "string" ? () => false : (text) => text !== "" && test(text);
    }
    default:
      return () => false;
  }
}

/** The literal pieces between the stars of a pattern, escapes taken off. */
export function wildcardPieces(pattern: string): string[] {
  const pieces = [""];
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === "*") pieces.push("");
    else {
      if (pattern[i] === "\\" && i + 1 < pattern.length) i++;
      pieces[pieces.length - 1] += pattern[i]!;
    }
  }
  return pieces;
}

/** Matches the whole value; an empty value is no value and never matches. */
function wildcardTest(pattern: string): (text: string) => boolean {
  const pieces = wildcardPieces(fold(pattern));
  const first = pieces[0]!;
  const last = pieces.at(-1)!;
  const middle = pieces.slice(1, -1).filter((piece) => piece !== "");
  const least = first.length + last.length;
  if (pieces.length === 1) return (text) => text !== "" && fold(text) === first;
  return (text) => {
    if (text === "") return false;
    const folded = fold(text);
    if (folded.length < least || !folded.startsWith(first) || !folded.endsWith(last)) return false;
    let at = first.length;
    for (const piece of middle) {
      const found = folded.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return at <= folded.length - last.length;
  };
}

function numberTest(match: Match): (value: number) => boolean {
  if (match.type === "between") return (value) => value >= match.low && value <= match.high;
  if (match.type === "wildcard") return () => match.pattern === "*";
  if (match.type !== "compare") return () => false;
  const { comparison, value: bound } = match;
  switch (comparison) {
    case "=":
      return (value) => value === bound;
    case "<":
      return (value) => value < bound;
    case "<=":
      return (value) => value <= bound;
    case ">":
      return (value) => value > bound;
    case ">=":
      return (value) => value >= bound;
  }
}
