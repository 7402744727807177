// Reads the words of a query and makes its faults: where, and how the text would be mended.
import { parseDuration, unitOf } from "./value.ts";

export class Fault extends Error {
  readonly position: number;
  readonly suggestion: string | undefined;

  constructor(message: string, position: number, suggestion: string | undefined) {
    super(message);
    this.position = position;
    this.suggestion = suggestion;
  }
}

/** How to mend: cut `remove` characters at the position, put `insert` there, put `append` at the end. */
export interface Mend {
  remove?: number;
  insert?: string;
  append?: string;
}

export interface Word {
  /** As meant: quotes and escapes taken off. */
  text: string;
  /** As a wildcard pattern: `*` is any text, a literal `*` or `\` has a `\` before it. */
  pattern: string;
  /** Has a `*` that is not quoted or escaped. */
  star: boolean;
  quoted: boolean;
  at: number;
  end: number;
}

/** In a bare word a comma is a character; in a field's value it separates alternatives. */
const STOPS = { bare: /[\s()"]/, value: /[\s()",]/ };

export class Reader {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  get peek(): string {
    return this.text[this.at] ?? "";
  }

  rest(length: number): string {
    return this.text.slice(this.at, this.at + length);
  }

  skipSpace(): void {
    while (/\s/.test(this.peek)) this.at++;
  }

  fault(message: string, position: number, mend?: Mend): Fault {
    if (!mend) return new Fault(message, position, undefined);
    const { remove = 0, insert = "", append = "" } = mend;
    return new Fault(message, position, (this.text.slice(0, position) + insert + this.text.slice(position + remove)).trim() + append);
  }

  /** An unquoted word. A backslash takes the meaning off the sign behind it; before letters and digits it is itself. */
  word(kind: keyof typeof STOPS): Word {
    const at = this.at;
    let text = "", pattern = "", star = false;
    for (; !this.atEnd && !STOPS[kind].test(this.peek); this.at++) {
      let letter = this.peek;
      const escaped = letter === "\\" && /^\\[^A-Za-z0-9]/.test(this.rest(2));
      if (escaped) letter = this.text[++this.at]!;
      text += letter;
      if (letter === "*" && !escaped) star = true;
      pattern += letter === "\\" || (letter === "*" && escaped) ? `\\${letter}` : letter;
    }
    return { text, pattern, star, quoted: false, at, end: this.at };
  }

  /** In quotes `\"` and `\\` are escapes; any other backslash is itself. */
  quoted(): Word {
    const at = this.at++;
    let text = "";
    while (this.peek !== '"') {
      if (this.atEnd) throw this.fault("This quote is not closed.", at, { append: '"' });
      if (this.peek === "\\" && /^\\["\\]/.test(this.rest(2))) this.at++;
      text += this.text[this.at++]!;
    }
    this.at++;
    this.mustEnd("A quoted text ends here; leave a space, or put the rest inside the quotes.");
    return { text, pattern: text.replaceAll(/[\\*]/g, "\\$&"), star: false, quoted: true, at, end: this.at };
  }

  mustEnd(message: string): void {
    if (!this.atEnd && !/[\s),]/.test(this.peek)) throw this.fault(message, this.at, { insert: " " });
  }

  /** The word behind `field:`; missing is a fault, empty quotes are not. */
  valueWord(field: string): Word {
    if (this.peek === '"') return this.quoted();
    const word = this.word("value");
    if (word.end === word.at) throw this.fault(`A value is missing after “${field}”.`, word.at);
    return word;
  }

  /** `/…/`; a slash inside is written `\/` and stays so. */
  regex(): { source: string; at: number } {
    const at = this.at++;
    let source = "";
    while (this.peek !== "/") {
      if (this.atEnd) throw this.fault("This regular expression is not closed.", at, { append: "/" });
      if (this.peek === "\\") source += this.text[this.at++]!;
      if (!this.atEnd) source += this.text[this.at++]!;
    }
    this.at++;
    this.mustEnd("A regular expression ends here; write a slash inside it as \\/.");
    return { source, at };
  }

  /** A header's name is a token (RFC 3261 §25.1). */
  headerName(): string {
    const name = /^[A-Za-z0-9.!%*_+`'~-]+/.exec(this.rest(128))?.[0];
    if (name === undefined) throw this.fault("The name of a header is missing, as in header:X-Trunk=gw2.", this.at);
    this.at += name.length;
    return name.toLowerCase();
  }

  duration(field: string): number {
    const word = this.valueWord(field);
    const ms = parseDuration(word.text);
    if (Number.isNaN(ms) || ms < 0 || unitOf(word.text) === "") {
      throw this.fault(`“${word.text}” is no length of time, as in ${field}:2h.`, word.at, /^\d+$/.test(word.text) ? { remove: word.text.length, insert: `${word.text}h` } : undefined);
    }
    return ms;
  }

  comma(): boolean {
    if (this.peek !== ",") return false;
    this.at++;
    this.skipSpace();
    return true;
  }
}
