// A finding: one diagnosis with its evidence. Made by the rules of analyse/diagnose, one rule a file; docs/reference/rules.md is generated from them.
import type { Severity } from "./call.ts";

/** A message (or a missing one) that shows it. */
export interface Evidence {
  /** `MessageView.ref`; "" when the evidence is that something is missing. */
  ref: string;
  /** `Call.id` of the leg. */
  callId: string;
  /** Event time, epoch µs; of a missing message, when it was due. */
  atUs: number;
  /** What it shows, with values: "401 with stale=true 40 ms after the second INVITE". */
  text: string;
}

export interface Finding {
  /** snake_case, stable: it is searched for (`finding:one_way_audio`). */
  id: string;
  title: string;
  severity: Severity;
  /** One plain sentence for somebody who never saw SIP: what went wrong, and at which host. */
  sentence: string;
  evidence: Evidence[];
  /** In the form of sources/source.ts: "RFC 3261 §17.1.1.2; ITU-T Q.850 §2.2.7 (cause 16)". */
  source: string;
  nextStep: string;
  /** `ip:port` where it was born; "" when that cannot be told. */
  host: string;
}

/** A rule that found nothing: looked and it is not so, or could not look. */
export interface Check {
  id: string;
  title: string;
  outcome: "absent" | "not_checkable";
  /** not_checkable: what capture would be needed; else "". */
  needs: string;
}

export interface Diagnosis {
  /** One sentence above everything else: the root cause, or that all is well and with which figures. */
  verdict: string;
  /** The root cause first, then by severity. */
  findings: Finding[];
  checks: Check[];
}
