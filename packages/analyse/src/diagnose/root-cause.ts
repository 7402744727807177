// Which of several findings is the root cause: one that no other explains; among those the heavier, the graver, the earlier.
// A remark (info) is the cause of remarks alone: where there is a warning or an error, one of these is the root.
import type { Finding, Severity } from "@sipglass/model";
import { WEIGHT, type Found, type Rule } from "./rule.ts";

export interface RuleFinding {
  rule: Rule;
  found: Found;
  finding: Finding;
}

const GRAVITY: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

/** Root cause first, then by severity, then by weight and time. */
export function byCause(all: readonly RuleFinding[]): RuleFinding[] {
  const graver = all.filter(({ finding }) => finding.severity !== "info");
  const eligible = graver.length > 0 ? graver : all;
  const explained = explainedBy(eligible);
  const roots = eligible.filter(({ rule }) => !explained.has(rule.id));
  const root = [...(roots.length > 0 ? roots : eligible)].sort((a, b) => weightOf(b) - weightOf(a) || byGravity(a, b))[0];
  return root === undefined
    ? []
    : [root, ...all.filter((one) => one !== root).toSorted((a, b) => byGravity(a, b) || weightOf(b) - weightOf(a))];
}

/** A remark about what did little harm is no cause of anything graver, be it only about the capture. */
function weightOf({ rule, found, finding }: RuleFinding): number {
  const weight = WEIGHT[found.weight ?? rule.weight];
  return finding.severity === "info" && weight <= WEIGHT.harm ? weight / 10 : weight;
}

const byGravity = (a: RuleFinding, b: RuleFinding): number =>
  GRAVITY[b.finding.severity] - GRAVITY[a.finding.severity] || firstUs(a) - firstUs(b) || (a.rule.id < b.rule.id ? -1 : 1);

const firstUs = ({ finding }: RuleFinding): number => Math.min(Number.POSITIVE_INFINITY, ...finding.evidence.map(({ atUs }) => atUs));

/** Two that explain each other explain nothing. */
function explainedBy(all: readonly RuleFinding[]): Set<string> {
  const explains = new Map(all.map(({ rule }) => [rule.id, new Set(rule.explains ?? [])]));
  const explained = new Set<string>();
  for (const [id, others] of explains)
    for (const other of others) if (other !== id && explains.has(other) && !explains.get(other)?.has(id)) explained.add(other);
  return explained;
}
