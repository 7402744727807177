// A pair as it is shown: its strongest reason, and how it counts.
import type { Link, LinkDecision } from "@sipglass/model";
import type { Pair, Reason } from "./leg.ts";
import { JOINS } from "./rules/guess.ts";

/** Weaker ones are not worth a look. */
const WORTH_SHOWING = 0.5;

export function linkOf(pair: Pair, decision: LinkDecision | undefined): Link | undefined {
  const { first, second, verdict } = pair;
  const ends = { from: first.facts.id, to: second.facts.id };
  if (decision) {
    const evidence = `${decision.verdict === "split" ? "Split" : "Confirmed"} by ${decision.by}`;
    return { ...ends, rule: "user", confidence: decision.verdict === "split" ? 0 : 1, verdict: decision.verdict, evidence };
  }
  const reason = strongerOf(pair);
  if (verdict === "none" || !reason || reason.confidence < WORTH_SHOWING) return undefined;
  // Possibly one session, and for another reason it is.
  if (verdict === "possible" && first.session === second.session) return undefined;
  return { ...ends, rule: reason.rule, confidence: Math.min(1, Math.round(reason.confidence * 100) / 100), verdict: verdict === "joined" ? "joined" : "possible", evidence: reason.evidence };
}

/** What is stated goes before what is guessed, unless it is doubtful. */
function strongerOf({ stated, guessed }: Pair): Reason | undefined {
  if (!stated || !guessed || stated.confidence >= JOINS) return stated ?? guessed;
  return guessed.confidence > stated.confidence ? guessed : stated;
}
