// A diagnosis as text for people: the verdict, then each finding with its evidence and what to do next.
import { printable } from "@sipglass/analyse";
import type { DiagnosisJson, FindingJson } from "@sipglass/model";
import { styleText } from "node:util";

const COLOURS = { error: "red", warning: "yellow", info: "cyan" } as const;

export function verdictText({ verdict }: Pick<DiagnosisJson, "verdict">): string {
  return `${printable(verdict)}\n`;
}

/** Root cause first; "" when nothing was found. */
export function findingsText({ findings, checks }: DiagnosisJson, { colours }: { colours: boolean }): string {
  const unchecked = checks.filter(({ outcome }) => outcome === "not_checkable").length;
  const notes =
    unchecked === 0 ? "" : `${unchecked} of ${findings.length + checks.length} rules could not be checked with what was captured.\n`;
  return `${findings.map((finding) => findingText(finding, colours)).join("\n")}${findings.length > 0 && notes !== "" ? "\n" : ""}${notes}`;
}

function findingText({ id, title, severity, sentence, evidence, source, next_step }: FindingJson, colours: boolean): string {
  const mark = colours ? styleText(COLOURS[severity], severity, { validateStream: false }) : severity;
  const lines = evidence.map(({ at, text }) => `    ${(at ?? "").slice(11, 26).padEnd(16)}${printable(text)}\n`).join("");
  return `${mark} ${title} (${id})\n  ${printable(sentence)}\n${lines}  next: ${next_step}\n  source: ${source}\n`;
}
