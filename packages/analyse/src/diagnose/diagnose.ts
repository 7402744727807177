// All rules over one session: findings with the root cause first, and what was looked at without finding anything.
import type { Call, Check, Diagnosis } from "@sipglass/model";
import { Case, type DiagnosisInput } from "./case.ts";
import { byCause, type RuleFinding } from "./root-cause.ts";
import type { Outcome, Rule } from "./rule.ts";
import { rulesFor } from "./rules.ts";
import { verdictOf } from "./verdict.ts";

export function diagnose(input: DiagnosisInput, rules: readonly Rule[] = rulesFor(input.legs.map(({ call }) => call))): Diagnosis {
  const examined = new Case(input);
  const all: RuleFinding[] = [];
  const checks: Check[] = [];
  for (const rule of rules) {
    const outcome = examine(rule, examined);
    if (outcome.outcome === "found") {
      const { sentence, host, severity = rule.severity } = outcome;
      const evidence = outcome.evidence.slice(0, MOST_EVIDENCE).map((one) => ({ ...one, text: clipped(one.text) }));
      all.push({
        rule,
        found: outcome,
        finding: {
          id: rule.id,
          title: rule.title,
          severity,
          sentence: clipped(sentence),
          evidence,
          source: rule.source,
          nextStep: rule.nextStep,
          host,
        },
      });
    } else
      checks.push({
        id: rule.id,
        title: rule.title,
        outcome: outcome.outcome,
        needs: outcome.outcome === "not_checkable" ? outcome.needs : "",
      });
  }
  const ordered = byCause(all);
  return { verdict: verdictOf(examined, ordered), findings: ordered.map(({ finding }) => finding), checks };
}

/** Sentences quote headers, and those are as long as somebody likes. */
const LONGEST_TEXT = 500;
const MOST_EVIDENCE = 30;

const clipped = (text: string): string => (text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT - 2)}….` : text);

/** A rule that fails on odd input says so in its check and stops no other. */
function examine(rule: Rule, examined: Case): Outcome {
  try {
    const outcome = rule.examine(examined);
    if (outcome.outcome !== "absent") return outcome;
    const unmet = rule.needs.find((need) => !need.isMet(examined));
    return unmet === undefined ? outcome : { outcome: "not_checkable", needs: unmet.text };
  } catch (error) {
    return {
      outcome: "not_checkable",
      needs: `This rule failed on these messages: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** What is kept on the call's row: searchable, worst and root first. */
export function summariseDiagnosis({ findings }: Diagnosis): Call["findings"] {
  return findings.map(({ id, severity }) => ({ id, severity }));
}
