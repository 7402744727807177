// Commands of the server itself: its program takes our place in the process, with the arguments as they were typed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import { SipglassError } from "@sipglass/model";
import type { Command } from "../command.ts";

const SERVER = fileURLToPath(new URL("../../../server/src/main.ts", import.meta.url));

const ABOUT: readonly (readonly [name: string, summary: string, usage: string, more?: string])[] = [
  ["serve", "run the server", "[--demo] [--SETTING VALUE…]", "Every setting of docs/reference/config.md is a flag here: --data DIR, --http HOST:PORT, --hep-udp HOST:PORT, …\n\n--demo fills it with a day of generated traffic that ends now, in ./data-demo (another: --data DIR), anew at every start; remove that directory to be rid of it."],
  ["check-config", "show what each setting became and where it came from; list all faults", "[--SETTING VALUE…]"],
  ["rebuild", "derive the index anew from the archive", "[--data DIR]", "The server must be stopped."],
  ["backup", "write users, tokens, searches and audit to a file", "FILE [--data DIR]"],
  ["restore", "take them back from such a file", "FILE [--data DIR]", "The server must be stopped."],
  ["user", "who may sign in: list · add NAME ROLE · role NAME ROLE · password NAME · disable NAME · enable NAME · remove NAME", "[ACTION …] [--data DIR]", "Passwords are read from standard input."],
  ["token", "API tokens: list · add NAME USER ROLE DAYS · remove ID", "[ACTION …] [--data DIR]", "A new token is printed once."],
];

export const SERVER_COMMANDS: readonly Command[] = ABOUT.map(([name, summary, usage, more]) => ({
  name, summary, usage, options: [], passThrough: true, ...(more === undefined ? {} : { more }),
  run: ({ argv, environment }) => becomeServer([name, ...argv], environment.all),
}));

/** Does not return where the system can replace a process: signals, standard input and exit code are then the server's own. */
async function becomeServer(argv: string[], environment: Readonly<Record<string, string | undefined>>): Promise<number> {
  if (!existsSync(SERVER)) throw new SipglassError("unavailable", { where: SERVER, help: "This installation has the command alone; the server is a package of its own." }, "The server is not installed here.");
  const words = [...process.execArgv, SERVER, ...argv];
  const given = Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
  if (process.platform !== "win32" && process.execve !== undefined) process.execve(process.execPath, [process.execPath, ...words], given);
  return spawned(words);
}

function spawned(words: string[]): Promise<number> {
  const child = spawn(process.execPath, words, { stdio: "inherit" });
  // Ctrl-C reaches the child by itself; we wait for its end.
  process.on("SIGINT", () => undefined);
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
