// From words to an exit code: finds the command that is meant, runs it, says what went wrong in people's words.
import { ERRORS, isSipglassError, SipglassError } from "@sipglass/model";
import { readArguments, type Command, type CommandCall, type Terminal } from "./command.ts";
import { COMMANDS } from "./commands/commands.ts";
import type { Environment } from "./environment.ts";
import { commandHelp, mainHelp } from "./help.ts";
import { cliReference } from "./reference.ts";

const VERSION_WORDS = new Set(["--version", "-V", "version"]);
const HELP_WORDS = new Set(["--help", "-h", "help"]);

export async function runCommand(argv: string[], console: Terminal, environment: Environment): Promise<number> {
  try {
    return await run(argv, console, environment);
  } catch (error) {
    return complain(error, argv, console);
  }
}

async function run(argv: string[], console: Terminal, environment: Environment): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined || HELP_WORDS.has(name)) return helpFor(rest[0], console, name === undefined ? ERRORS.bad_request.exit : 0);
  if (VERSION_WORDS.has(name)) {
    await console.write(`${await readVersion()}\n`);
    return 0;
  }
  const command = find(name);
  if (rest.some((word) => HELP_WORDS.has(word) && word !== "help")) return helpFor(name, console, 0);
  return command.run({ ...readArguments(command, rest), argv: rest, console, environment });
}

async function helpFor(name: string | undefined, console: CommandCall["console"], exit: number): Promise<number> {
  const text = name === undefined ? mainHelp(COMMANDS) : name === "--reference" ? cliReference(COMMANDS) : commandHelp(find(name));
  if (exit === 0) await console.write(text);
  else console.note(text.trimEnd());
  return exit;
}

function find(name: string): Command {
  const command = COMMANDS.find((one) => one.name === name);
  if (command !== undefined) return command;
  const near = COMMANDS.filter((one) => one.name.startsWith(name.slice(0, 2))).map((one) => `"${one.name}"`);
  const hint = near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
  throw new SipglassError("bad_request", { usage: true }, `There is no command "${name}".${hint}`);
}

async function readVersion(): Promise<string> {
  const { default: about } = (await import("../package.json", { with: { type: "json" } })) as { default: { version: string } };
  return about.version;
}

/** What was wrong, where, what to do; as JSON for programs that asked for JSON. */
function complain(error: unknown, argv: readonly string[], console: Terminal): number {
  if (!isSipglassError(error)) {
    console.note(`sipglass: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n  ${ERRORS.internal.help}`);
    return ERRORS.internal.exit;
  }
  const { code, message, details } = error;
  if (argv.includes("--json")) console.note(JSON.stringify({ error: { code, message, details } }));
  else console.note(`sipglass: ${message}\n${advice(error, argv[0])}`.trimEnd());
  return ERRORS[code].exit;
}

function advice({ code, details }: SipglassError, command: string | undefined): string {
  if (details["usage"] === true) return `  Try: sipglass ${command !== undefined && COMMANDS.some(({ name }) => name === command) ? `${command} ` : ""}--help\n`;
  const pointer = pointAt(details["query"], details["position"]);
  if (pointer !== "") return pointer;
  const where = typeof details["where"] === "string" ? `  at ${details["where"]}\n` : "";
  return `${where}  ${typeof details["help"] === "string" ? details["help"] : ERRORS[code].help}\n`;
}

/** The query with a mark under the place that could not be understood. */
function pointAt(query: unknown, position: unknown): string {
  return typeof query === "string" && typeof position === "number" ? `  ${query}\n  ${" ".repeat(position)}^\n` : "";
}
