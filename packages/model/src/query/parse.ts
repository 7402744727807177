// Query text → tree. Never throws on what people type: the answer says what is wrong, where, and how it was probably meant.
import type { TimeRange } from "../page.ts";
import { fieldNamed, fieldNames, type Field } from "./fields.ts";
import { parseMatch } from "./match.ts";
import type { Match, Query } from "./query.ts";
import { and, negate, or } from "./query.ts";
import { canonicalIp } from "./ip.ts";
import { Fault, Reader } from "./reader.ts";
import { nearest } from "./suggest.ts";

export type ParsedQuery =
  /** `range`: from `last:` and from `time:` at the top level. */
  | { ok: true; query: Query; range?: TimeRange }
  /** `position` counts characters from 0; `suggestion` is the whole query, mended. */
  | { ok: false; message: string; position: number; suggestion?: string };

const MAX_LENGTH = 8192;
const MAX_DEPTH = 60;
const MAX_TERMS = 500;

export function parseQuery(text: string, options: { nowUs: number }): ParsedQuery {
  const source = text.toWellFormed();
  if (source.length > MAX_LENGTH) return { ok: false, message: `A query may have at most ${MAX_LENGTH} characters.`, position: MAX_LENGTH };
  try {
    return new Parser(source, options.nowUs).parse();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const { message, position, suggestion } = error;
    return suggestion === undefined ? { ok: false, message, position } : { ok: false, message, position, suggestion };
  }
}

const OPERATOR = /^(?:!=|:|<=|>=|<|>|=)/;
type Keyword = "AND" | "OR" | "NOT";

class Parser {
  private readonly reader: Reader;
  private readonly nowUs: number;
  /** Terms that came from `last:`. */
  private readonly lasts = new Set<Query>();
  private depth = 0;
  private terms = 0;

  constructor(text: string, nowUs: number) {
    this.reader = new Reader(text);
    this.nowUs = nowUs;
  }

  parse(): ParsedQuery {
    this.reader.skipSpace();
    if (this.reader.atEnd) return { ok: true, query: { type: "all" } };
    const query = this.either();
    if (!this.reader.atEnd) throw this.reader.fault("This parenthesis closes nothing.", this.reader.at, { remove: 1 });
    return this.withRange(query);
  }

  private either(): Query {
    const items = [this.every()];
    while (this.keyword("OR")) items.push(this.every());
    return or(items);
  }

  private every(): Query {
    const items = [this.single()];
    for (;;) {
      this.reader.skipSpace();
      if (this.reader.atEnd || this.reader.peek === ")" || this.upcoming("OR")) return and(items);
      this.keyword("AND");
      items.push(this.single());
    }
  }

  private single(): Query {
    const { reader } = this;
    reader.skipSpace();
    const at = reader.at;
    if (reader.atEnd) throw reader.fault("Something is missing here.", at);
    if (++this.depth > MAX_DEPTH) throw reader.fault("This is nested too deeply.", at);
    try {
      if (this.keyword("NOT")) return negate(this.single());
      if (reader.peek === "-" && !/^-(?:\s|$)/.test(reader.rest(2))) {
        reader.at++;
        return negate(this.single());
      }
      for (const word of ["AND", "OR"] as const) if (this.upcoming(word)) throw reader.fault(`${word} needs something on both sides; quote it to search the word.`, at);
      return reader.peek === "(" ? this.group(at) : this.term(at);
    } finally {
      this.depth--;
    }
  }

  private group(at: number): Query {
    const { reader } = this;
    reader.at++;
    reader.skipSpace();
    if (reader.peek === ")") throw reader.fault("These parentheses are empty.", at, { remove: reader.at + 1 - at });
    const query = this.either();
    reader.skipSpace();
    if (reader.peek !== ")") throw reader.fault("This parenthesis is not closed.", at, { append: ")" });
    reader.at++;
    return query;
  }

  private term(at: number): Query {
    const { reader } = this;
    if (++this.terms > MAX_TERMS) throw reader.fault(`A query may have at most ${MAX_TERMS} terms.`, at);
    const name = /^[A-Za-z_][A-Za-z0-9_.-]*/.exec(reader.rest(64))?.[0] ?? "";
    const operator = name === "" ? "" : (OPERATOR.exec(reader.rest(70).slice(name.length))?.[0] ?? "");
    if (operator === "") return this.bareWord(at);
    const field = fieldNamed(name);
    if (!field) return this.unknownField(at, name, operator);
    reader.at = at + name.length + (operator === ":" ? 1 : operator === "!=" ? 2 : 0);
    const query = this.fieldTerm(field, at);
    return operator === "!=" ? negate(query) : query;
  }

  /** `fe80::1` and `abc=` are words; anything else with an operator was meant as a field. */
  private unknownField(at: number, name: string, operator: string): Query {
    const { reader } = this;
    const start = reader.at;
    const word = reader.word("bare");
    if (operator === "=" || canonicalIp(word.text.split("/")[0]!) !== undefined) {
      reader.at = start;
      return this.bareWord(at);
    }
    const meant = /^(?:sips?|tel|urn|im|pres)$/i.test(name) ? undefined : nearest(name, fieldNames());
    if (meant !== undefined) throw reader.fault(`There is no field “${name}”. Did you mean “${meant}”?`, at, { remove: name.length, insert: meant });
    throw reader.fault(`There is no field “${name}”. To search this as text, put it in quotes.`, at, {
      remove: word.end - at, insert: `"${reader.text.slice(at, word.end).replaceAll(/["\\]/g, "\\$&")}"`,
    });
  }

  private bareWord(at: number): Query {
    const { reader } = this;
    const word = reader.peek === '"' ? reader.quoted() : reader.word("bare");
    if (word.text === "") throw reader.fault("These quotes are empty.", at, { remove: word.end - at });
    if (word.text === "*" && !word.quoted) return { type: "all" };
    return { type: "text", value: word.text, at };
  }

  private fieldTerm(field: Field, at: number): Query {
    const { reader } = this;
    if (field.type === "raw") {
      const word = reader.valueWord(field.name);
      if (word.text === "") throw reader.fault("raw: needs a text to look for.", word.at);
      return { type: "raw", value: word.text, at };
    }
    if (field.type === "range") return this.last(at);
    let name: string | undefined;
    if (field.type === "header") {
      name = reader.headerName();
      if (reader.peek !== "=" && reader.peek !== ":") return { type: "term", field: field.name, name, any: [{ type: "wildcard", pattern: "*" }], at };
      reader.at++;
    }
    const any: Match[] = [];
    do any.push(parseMatch(reader, field, this.nowUs));
    while (reader.comma());
    return name === undefined ? { type: "term", field: field.name, any, at } : { type: "term", field: field.name, name, any, at };
  }

  private last(at: number): Query {
    const ms = this.reader.duration("last");
    const term: Query = { type: "term", field: "time", any: [{ type: "compare", comparison: ">=", value: Math.round(this.nowUs - ms * 1000) }], at };
    this.lasts.add(term);
    return term;
  }

  private upcoming(word: Keyword): boolean {
    return new RegExp(`^${word}(?![^\\s(])`, "i").test(this.reader.rest(4));
  }

  private keyword(word: Keyword): boolean {
    this.reader.skipSpace();
    if (!this.upcoming(word)) return false;
    this.reader.at += word.length;
    return true;
  }

  /** `last:` beside the other terms becomes the range; inside OR or NOT it stays a comparison of `time`. */
  private withRange(query: Query): ParsedQuery {
    const items = query.type === "and" ? query.items : [query];
    const ranges = items.map(termRange).filter((range) => range !== undefined);
    const rest = and(items.filter((item) => !this.lasts.has(item)));
    if (ranges.length === 0) return { ok: true, query: rest };
    const fromUs = Math.max(...ranges.map((range) => range.fromUs));
    const toUs = Math.min(...ranges.map((range) => range.toUs));
    const end = toUs === Number.MAX_SAFE_INTEGER ? Math.max(this.nowUs, fromUs) + 1 : toUs;
    return { ok: true, query: rest, range: { fromUs, toUs: end } };
  }
}

function termRange(query: Query): TimeRange | undefined {
  if (query.type !== "term" || query.field !== "time" || query.any.length !== 1) return undefined;
  const match = query.any[0]!;
  if (match.type === "between") return { fromUs: match.low, toUs: match.high + 1 };
  if (match.type !== "compare") return undefined;
  const { comparison, value } = match;
  if (comparison === "=") return { fromUs: value, toUs: value + 1 };
  if (comparison[0] === ">") return { fromUs: comparison === ">" ? value + 1 : value, toUs: Number.MAX_SAFE_INTEGER };
  return { fromUs: 0, toUs: comparison === "<=" ? value + 1 : value };
}
