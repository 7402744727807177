// What a rule is: it examines a case and says found, absent or not checkable; the words that belong to every finding of it stand beside.
import type { Evidence, Severity } from "@sipglass/model";
import type { CaseMessage } from "./case-message.ts";
import type { Case } from "./case.ts";
import type { Need } from "./needs.ts";

/**
 * How much a finding tells about why things went wrong; decides between findings none of which explains another.
 * attack: it was no call at all. mechanism: the very thing that broke. outcome: how it ended, in the words of the one who refused.
 * people: somebody was busy, did not answer, gave up. harm: it went on, but worse for it. oddity: worth mending, hurt nobody here. capture: about what we see.
 */
export const WEIGHT = { attack: 90, mechanism: 80, outcome: 60, people: 50, harm: 40, oddity: 20, capture: 10 } as const;
export type Weight = keyof typeof WEIGHT;

export interface Found {
  outcome: "found";
  sentence: string;
  evidence: Evidence[];
  /** `ip:port`; "" when it cannot be told. */
  host: string;
  /** Where this case is milder or graver than the rule usually is. */
  severity?: Severity;
  weight?: Weight;
}

export type Outcome = Found | { outcome: "absent" } | { outcome: "not_checkable"; needs: string };

export interface Rule {
  /** snake_case, stable: people search for it. */
  id: string;
  title: string;
  severity: Severity;
  weight: Weight;
  /** One or two sentences for the reference: what must be seen for this to be found. */
  looksFor: string;
  source: string;
  nextStep: string;
  /** Without these, not having found it means nothing. */
  needs: readonly Need[];
  /** Findings that are consequences of this one: it is nearer to the root. */
  explains?: readonly string[];
  examine(examined: Case): Outcome;
}

export const ABSENT: Outcome = { outcome: "absent" };
export const notCheckable = (needs: string): Outcome => ({ outcome: "not_checkable", needs });
export const found = (what: Omit<Found, "outcome">): Found => ({ outcome: "found", ...what });

/** A message that shows it. */
export const shows = (message: CaseMessage, text: string): Evidence => ({
  ref: message.view.ref,
  callId: message.callId,
  atUs: message.atUs,
  text,
});

/** Something that should have come and did not. */
export const missing = (callId: string, atUs: number, text: string): Evidence => ({ ref: "", callId, atUs, text });
