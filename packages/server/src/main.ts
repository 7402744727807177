// The program: reads the configuration, starts threads and faces, stops them in order. The only file that knows every room, and the only
// one that ends the process.
import { parseArgs } from "node:util";
import { isSipglassError, SipglassError, ERRORS } from "@sipglass/model";
import { backup, restore } from "./commands/backup.ts";
import { checkConfig, printFaults } from "./commands/check-config.ts";
import { rebuild } from "./commands/rebuild.ts";
import { serve } from "./commands/serve.ts";
import { manageTokens, manageUsers } from "./commands/people.ts";
import { loadConfig, type Config } from "./config.ts";

/** Each takes what follows its name and says with which status to exit; serve never returns by itself. */
const COMMANDS: Record<string, (config: Config, args: string[]) => Promise<number>> = {
  serve, rebuild, backup, restore, user: manageUsers, token: manageTokens,
  "check-config": async (config) => checkConfig(config),
};

async function main(argv: readonly string[]): Promise<number> {
  // Most never need it.
  const demo = argv.includes("--demo") ? await import("./commands/demo.ts") : undefined;
  const { positionals, flags: given } = readArguments(argv.filter((word) => word !== "--demo"));
  const flags = { ...demo?.DEMO_FLAGS, ...given };
  const [name = "serve", ...args] = positionals;
  if (demo && name !== "serve") throw new SipglassError("bad_request", {}, `--demo goes with serve, not with ${name}.`);
  const command = COMMANDS[name];
  if (!command) throw new SipglassError("bad_request", {}, `There is no command "${name}". There are: ${Object.keys(COMMANDS).join(", ")}.`);
  const result = loadConfig({ flags, environment: process.env });
  if (!result.ok) {
    printFaults(result.faults);
    return ERRORS.bad_config.exit;
  }
  return demo ? demo.serveDemo(result.config) : command(result.config, args);
}

/** Every `--name value` is a setting; what is left are the command and its arguments. */
function readArguments(argv: readonly string[]): { positionals: string[]; flags: Record<string, string> } {
  const options = Object.fromEntries(argv.filter((word) => /^--[\w-]+/.test(word)).map((word) => [word.slice(2).split("=")[0] ?? "", { type: "string" as const }]));
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { positionals, flags: values as Record<string, string> };
  } catch (error) {
    throw new SipglassError("bad_request", {}, (error as Error).message);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const known = isSipglassError(error);
  console.error(`sipglass: ${known ? error.message : (error as Error).stack}`);
  if (known && error.code !== "internal") console.error(`  ${ERRORS[error.code].help}`);
  process.exit(known ? ERRORS[error.code].exit : 1);
}
