// docs/reference/cli.md, made from the table of commands; a test holds the file equal to it.
import type { Command } from "./command.ts";
import { commandHelp, EXIT_CODES, mainHelp } from "./help.ts";

const BEGIN = `# The command \`sipglass\`

This page is made from the program (\`sipglass help --reference\`); a test holds it true.

Tables are for people: cut to the terminal's width, coloured there; into a file or pipe they go uncut. \`--json\` is for programs; with it errors are JSON too,
on standard error: \`{ "error": { "code", "message", "details" } }\`, codes of [errors](errors.md). Results go to standard output, progress and remarks to
standard error.
`;

export function cliReference(commands: readonly Command[]): string {
  const exits = ["| exit code | means |", "|---|---|", ...EXIT_CODES.map(([code, meaning]) => `| ${code} | ${meaning} |`)].join("\n");
  const fenced = (text: string): string => `\`\`\`\n${text.trimEnd()}\n\`\`\``;
  const environment = "| environment | means |\n|---|---|\n| `SIPGLASS_URL` | where the server is; default `http://127.0.0.1:9080` |\n| `SIPGLASS_TOKEN` | API token |\n| `SIPGLASS_DATA` | data directory of this machine's server, for `doctor` |\n| `SIPGLASS_HOMER_DB`, `PGPASSWORD` | PostgreSQL of a Homer and its password, for `migrate` |\n| `NO_COLOR` | no colours |";
  return [BEGIN, `${exits}\n`, `${environment}\n`, `${fenced(mainHelp(commands))}\n`, ...commands.map((command) => `## ${command.name}\n\n${fenced(commandHelp(command))}\n`)].join("\n");
}
