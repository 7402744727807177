// What a command is, and what it is given: never a global, so that it can be run in a test as it is run in a shell.
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { SipglassError } from "@sipglass/model";
import type { Environment } from "./environment.ts";

export interface Option {
  name: string;
  short?: string;
  /** What stands for the value in the help; without it the option is a switch. */
  value?: string;
  /** May be given several times. */
  multiple?: boolean;
  help: string;
}

export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What follows the name: "FILE… [options]". */
  usage: string;
  options: readonly Option[];
  /** Further lines of its help: examples, what is worth knowing. */
  more?: string;
  /** Every word after the name is its own: for commands of the server. */
  passThrough?: boolean;
  /** Exit code. */
  run(call: CommandCall): Promise<number>;
}

export interface CommandCall {
  values: Values;
  positionals: string[];
  /** As typed after the name. */
  argv: string[];
  console: Terminal;
  environment: Environment;
}

export interface Terminal {
  /** Standard output: results. Resolves when more may be written. */
  write(text: string | Uint8Array): Promise<void>;
  /** Standard error: progress and remarks. */
  note(text: string): void;
  /** A line of progress that replaces the one before; nothing when standard error is no terminal. */
  progress(text: string): void;
  input: AsyncIterable<Uint8Array>;
  /** Nothing more is read from standard input, though whoever writes it goes on. */
  closeInput(): void;
  /** Cells of a line; endless where no person looks, so that programs get uncut tables. */
  width: number;
  colours: boolean;
  /** Aborted by Ctrl-C, SIGTERM, or when nobody reads our output any more; for commands that have something to finish. The second Ctrl-C ends at once. */
  interruption(): AbortSignal;
}

/** Values of options, by name. */
export class Values {
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
  }

  text(name: string): string | undefined {
    const value = this.#values[name];
    return typeof value === "string" ? value : undefined;
  }

  /** Of an option that may be given several times. */
  texts(name: string): string[] {
    const value = this.#values[name];
    return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
  }

  has(name: string): boolean {
    return this.#values[name] === true;
  }

  /** A number, or bad_request that names the option. */
  number(name: string, { least = 0, most = Number.MAX_SAFE_INTEGER, whole = false } = {}): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = Number(text);
    if (text.trim() === "" || Number.isNaN(value) || value < least || value > most || (whole && !Number.isInteger(value))) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw usageError(`--${name} takes a ${whole ? "whole " : ""}number ${range}, not "${text}".`);
    }
    return value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[], otherwise: T): T {
    const text = this.text(name);
    if (text === undefined) return otherwise;
    const found = allowed.find((one) => one === text);
    if (found === undefined) throw usageError(`--${name} is one of ${allowed.join(", ")}; not "${text}".`);
    return found;
  }
}

export function usageError(message: string): SipglassError {
  return new SipglassError("bad_request", { usage: true }, message);
}

/** Words after the command's name as values and positionals; what it does not know is a usage error. */
export function readArguments(command: Command, argv: string[]): { values: Values; positionals: string[] } {
  if (command.passThrough) return { values: new Values({}), positionals: argv };
  const options: ParseArgsOptionsConfig = {};
  for (const { name, short, value, multiple } of [...command.options, HELP]) {
    options[name] = { type: value === undefined ? "boolean" : "string", ...(short === undefined ? {} : { short }), ...(multiple === true ? { multiple } : {}) };
  }
  try {
    const { values, positionals } = parseArgs({ args: withTimes(argv, options), options, allowPositionals: true, strict: true });
    return { values: new Values(values), positionals };
  } catch (error) {
    throw usageError(`${(error as Error).message.split(". ")[0]?.replace(/\.$/, "") ?? ""}.`);
  }
}

/** `--from -2h` is `--from=-2h`: parseArgs would take the value for an option. */
function withTimes(argv: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const words: string[] = [];
  for (let i = 0; i < argv.length; i++) {
    const [word = "", next = ""] = [argv[i], argv[i + 1]];
    const joined = word.startsWith("--") && options[word.slice(2)]?.type === "string" && /^-\d/.test(next);
    words.push(joined ? `${word}=${next}` : word);
    if (joined) i++;
  }
  return words;
}

export const HELP: Option = { name: "help", short: "h", help: "this text" };

/** Splits `host:port`, `[v6]:port` or `host`. */
export function hostAndPort(text: string, usualPort: number): { host: string; port: number } {
  const match = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text);
  const port = Number(match?.[3] ?? usualPort);
  if (match === null || port < 1 || port > 65_535) throw usageError(`"${text}" is no address: it is written host:port, [IPv6]:port or host.`);
  return { host: match[1] ?? match[2] ?? "", port };
}
