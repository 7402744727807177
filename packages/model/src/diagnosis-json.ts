// A diagnosis as the API and the CLI show it: snake_case, RFC 3339 times.
import type { Check, Diagnosis, Evidence, Finding } from "./finding.ts";
import { toRfc3339 } from "./time.ts";

export function diagnosisToJson({ verdict, findings, checks }: Diagnosis) {
  return {
    verdict,
    findings: findings.map(findingToJson),
    checks: checks.map(({ id, title, outcome, needs }: Check) => ({ id, title, outcome, needs })),
  };
}

export type DiagnosisJson = ReturnType<typeof diagnosisToJson>;
export type FindingJson = DiagnosisJson["findings"][number];

function findingToJson({ id, title, severity, sentence, evidence, source, nextStep, host }: Finding) {
  return { id, title, severity, sentence, evidence: evidence.map(evidenceToJson), source, next_step: nextStep, host };
}

function evidenceToJson({ ref, callId, atUs, text }: Evidence) {
  return { ref, call_id: callId, at: atUs > 0 && Number.isFinite(atUs) ? toRfc3339(atUs) : null, text };
}
