// docs/reference/rules.md, causes.md and sources.md, made from the rules of diagnosis and the tables of the model; a test holds the files equal to it.
// `node tools/rules-reference.ts` writes them.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { RULES, type Rule } from "@sipglass/analyse";
import { Q850_CAUSES, SIP_CODES, SIP_WARNINGS, stateOfFinal, titledSource } from "@sipglass/model";
import { sourcesReference } from "./sources-reference.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|");

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.map((text) => cell(String(text))).join(" | ")} |`;
}

const WEIGHTS: readonly (readonly [weight: string, meaning: string])[] = [
  ["attack", "it was no call at all"],
  ["mechanism", "the very thing that broke"],
  ["outcome", "how it ended, in the words of the one who refused"],
  ["people", "somebody was busy, did not answer, gave up"],
  ["harm", "it went on, but worse for it"],
  ["oddity", "worth mending, hurt nobody here"],
  ["capture", "about what can be seen, not about the call"],
];

export function rulesReference(rules: readonly Rule[] = RULES): string {
  return [
    "# Rules of diagnosis",
    "",
    "This page is made from the program (`node tools/rules-reference.ts`); a test holds it true.",
    "",
    `Every session is examined by ${rules.length} rules. Each says one of three things: **found**, with the messages that show it; **absent**: looked, and it is not so; or`,
    "**not checkable**, with what would have to be captured. Of what is found, the root cause comes first: the finding that no other explains; among several the one with",
    "the greater weight. Find calls by it: `finding:ack_lost`. What codes and causes mean is in [causes.md](causes.md); sources are listed in",
    "[sources.md](sources.md). *(not checked)* stands where the text of a source could not be had.",
    "",
    "| weight | means |",
    "|---|---|",
    ...WEIGHTS.map(row),
    "",
    ...rules.flatMap(ruleText),
  ].join("\n");
}

function ruleText({ id, title, severity, weight, looksFor, source, nextStep, needs, explains = [] }: Rule): string[] {
  return [
    `## ${id}`,
    "",
    `**${title}** (${severity}, ${weight})`,
    "",
    `- Found when: ${looksFor}`,
    `- Not found means something only with: ${needs.map(({ text }) => text).join("; ")}.`,
    ...(explains.length === 0 ? [] : [`- Explains: ${explains.map((other) => `\`${other}\``).join(", ")}`]),
    `- Next: ${nextStep}`,
    `- Source: ${titledSource(source)}`,
    "",
  ];
}

export function causesReference(): string {
  const state = (code: number): string =>
    code < 200 ? "" : code < 300 ? "answered" : stateOfFinal(code, { ringing: false, cancelled: code === 487 });
  return [
    "# Codes, causes and warnings",
    "",
    "This page is made from the tables of `@sipglass/model` (`node tools/rules-reference.ts`); a test holds it true.",
    "",
    "## SIP response codes",
    "",
    "All 75 that IANA has registered (as of 2026-01-07). The state is that of a call whose INVITE got this answer; [call-states.md](call-states.md) says more.",
    "",
    "| code | phrase | means | state of the call | source |",
    "|---|---|---|---|---|",
    ...[...SIP_CODES.values()].map(({ code, phrase, meaning, source }) => row([code, phrase, meaning, state(code), source])),
    "",
    "## Q.850 causes",
    "",
    "As in `Reason: Q.850;cause=N` (RFC 3326 §2; in responses RFC 6432 §3), by table 1 of ITU-T Q.850 (10/2018) *(not checked)*. SIP is the response that a gateway makes of it by RFC 3398 §7.2.4.1.",
    "",
    "| cause | name | tells | SIP |",
    "|---|---|---|---|",
    ...[...Q850_CAUSES.values()].map(({ cause, name, meaning, sipCode }) => row([cause, name, meaning, sipCode ?? ""])),
    "",
    "## Warning codes",
    "",
    "All that IANA has registered (as of 2026-01-07).",
    "",
    "| code | name | means | source |",
    "|---|---|---|---|",
    ...[...SIP_WARNINGS.values()].map(({ code, name, meaning, source }) => row([code, name, meaning, source])),
    "",
  ].join("\n");
}

const REFERENCE = join(import.meta.dirname, "../docs/reference");

export const GENERATED: readonly (readonly [file: string, make: () => string])[] = [
  [join(REFERENCE, "rules.md"), rulesReference],
  [join(REFERENCE, "causes.md"), causesReference],
  [join(REFERENCE, "sources.md"), sourcesReference],
];

if (process.argv[1] === fileURLToPath(import.meta.url)) for (const [file, make] of GENERATED) writeFileSync(file, make());
