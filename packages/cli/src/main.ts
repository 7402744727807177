// The command people type. The only file that ends the process.
import { runCommand } from "./cli.ts";
import { readEnvironment } from "./environment.ts";
import { openTerminal } from "./terminal.ts";

process.exitCode = await runCommand(process.argv.slice(2), openTerminal(process), readEnvironment());
