// Findings in words: an id as people say it, a severity as a word, and which sentence heads the page of a call.
import { isOpen } from "@sipglass/model";
import type { Severity } from "@sipglass/model";
import type { CallJson, DiagnosisJson } from "../api/shapes.ts";
import { FINDING_TITLES } from "./finding-titles.ts";
import type { Outcome } from "./outcome.ts";
import { outcomeOf } from "./outcome.ts";
import { verdictOf } from "./verdict.ts";
import type { VerdictContext } from "./verdict.ts";

/** By id; of a rule that is not known here (a newer server) its id in words: `very_new_rule` → "Very new rule". */
export function findingTitle(id: string): string {
  const words = id.replaceAll("_", " ");
  return FINDING_TITLES[id] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

export const SEVERITY_WORD: Record<Severity, string> = { error: "error", warning: "warning", info: "note" };
export const SEVERITY_ICON = { error: "failed", warning: "warning", info: "info" } as const satisfies Record<Severity, string>;

export interface Headline {
  sentence: string;
  icon: Outcome | "warning";
  /** Colour: of the outcome, or of what went wrong in a call that was answered. */
  tone: Outcome;
  /** What to do about it; "" when the sentence tells of nothing that wants doing. */
  nextStep: string;
}

const WENT_WELL: ReadonlySet<Outcome> = new Set(["answered", "live"]);

/**
 * The diagnosis heads the page as soon as there is one. Until then, and while a call without findings still stands (its clock runs), the record and its
 * messages speak.
 */
export function headlineOf(call: CallJson, diagnosis: DiagnosisJson | undefined, context: VerdictContext): Headline {
  const outcome = outcomeOf(call.state);
  const [root] = diagnosis?.findings ?? [];
  if (!diagnosis || diagnosis.verdict === "" || (!root && (isOpen(call.state) || call.kind !== "call")))
    return { sentence: verdictOf(call, context).sentence, icon: outcome, tone: outcome, nextStep: "" };
  const flawed = root !== undefined && root.severity !== "info" && WENT_WELL.has(outcome);
  const tone = !flawed ? outcome : root.severity === "error" ? "failed" : "unanswered";
  return {
    sentence: diagnosis.verdict,
    icon: flawed ? "warning" : outcome,
    tone,
    nextStep: root && diagnosis.verdict.includes(root.sentence) ? root.next_step : "",
  };
}

export const FINDING_WORDS = {
  message: "message",
  showInTheLadder: "Show in the ladder",
  notSeen: "not seen",
  bornAt: "born at",
  whatToDo: "What to do:",
  evidence: "Evidence",
  allCallsWithThis: "all calls with this",
  finding: "finding:",
  rootCause: "root cause",
  couldNotBeChecked: "could not be checked: what would have to be captured",
  checkedAndNotSo: "checked, and not so",
  nothingWrongWasFound: "Nothing wrong was found.",
  thisCallHasNot: "This call has not been examined.",
} as const;
