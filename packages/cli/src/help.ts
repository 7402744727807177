// Help texts, made from the table of commands so that they cannot be wrong about it.
import { HELP, type Command, type Option } from "./command.ts";

export const EXIT_CODES: readonly (readonly [code: number, meaning: string])[] = [
  [0, "done"], [1, "sipglass made a mistake"], [2, "the command, query, file or configuration is wrong"],
  [3, "not signed in, or not allowed"], [4, "no such thing"], [5, "server, store, disk or network not available; part of the work not done"],
];

export function mainHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return [
    "sipglass: a looking glass for voice. HEP in, calls out.", "", "usage: sipglass COMMAND [arguments]", "", "commands:",
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`), "",
    "`sipglass COMMAND --help` tells more. A server is found by --server or SIPGLASS_URL (default http://127.0.0.1:9080),", "signed in to by --token or SIPGLASS_TOKEN, or by --user and --password.",
    "", "exit codes:", ...EXIT_CODES.map(([code, meaning]) => `  ${code}  ${meaning}`), "",
  ].join("\n");
}

export function commandHelp({ name, summary, usage, options, more }: Command): string {
  const all = [...options, HELP];
  const width = Math.max(...all.map((option) => flags(option).length));
  return [
    `sipglass ${name}: ${summary}`, "", `usage: sipglass ${name} ${usage}`.trimEnd(), "", "options:",
    ...all.map((option) => `  ${flags(option).padEnd(width)}  ${option.help}`), ...(more === undefined ? [] : ["", more]), "",
  ].join("\n");
}

function flags({ name, short, value }: Option): string {
  return `${short === undefined ? "    " : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`;
}
