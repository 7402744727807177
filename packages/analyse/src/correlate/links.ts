// A pair as it is shown: its strongest reason, and how it counts.
import type { Link, LinkDecision } from "@sipglass/model";
import type { Pair } from "./held-leg.ts";
import type { Reason } from "./leg.ts";
import { JOINS } from "./rules/guess.ts";

/** Weaker ones are not worth a look. */
const WORTH_SHOWING = 0.5;

export function linkOf(pair: Pair, decision: LinkDecision | undefined): Link | undefined {
  const { first, second, verdict } = pair;
  const ends = { from: first.id, to: second.id };
  if (decision) {
    const evidence = `${decision.verdict === "split" ? "Split" : "Confirmed"} by ${decision.by}`;
    return { ...ends, rule: "user", confidence: decision.verdict === "split" ? 0 : 1, verdict: decision.verdict, evidence };
  }
  const reason = strongerOf(pair);
  if (verdict === "none" || !reason || reason.confidence < WORTH_SHOWING) return undefined;
  // Possibly one session, and for another reason it is.
  if (verdict === "possible" && first.session === second.session) return undefined;
  if (verdict === "joined") return { ...ends, rule: reason.rule, confidence: rounded(reason.confidence), verdict, evidence: reason.evidence };
  const rivals = rivalsOf(pair);
  const others = rivals === 0 ? "" : `; but ${rivals} other ${rivals === 1 ? "leg fits" : "legs fit"} as well`;
  return { ...ends, rule: reason.rule, confidence: rounded(reason.confidence / (rivals + 1)), verdict: "possible", evidence: `${reason.evidence}${others}` };
}

const rounded = (confidence: number): number => Math.min(1, Math.round(confidence * 100) / 100);

/** Legs that might have made the second one just as well. */
function rivalsOf({ second, guessed }: Pair): number {
  if (!guessed || guessed.confidence < JOINS) return 0;
  return [...second.pairs.values()].filter((other) => other.second === second && other.guessed !== guessed && (other.guessed?.confidence ?? 0) >= JOINS).length;
}

/** What is stated goes before what is guessed, unless it is doubtful. */
function strongerOf({ stated, guessed }: Pair): Reason | undefined {
  if (!stated || !guessed || stated.confidence >= JOINS) return stated ?? guessed;
  return guessed.confidence > stated.confidence ? guessed : stated;
}
