// All rules on two legs: the strongest reason that is stated, and what can be guessed.
import type { HeldLeg, Pair } from "./held-leg.ts";
import type { Reason } from "./leg.ts";
import { viewOf, type PairView } from "./pair-view.ts";
import { callIdDerived } from "./rules/call-id-derived.ts";
import { chargingVector } from "./rules/charging-vector.ts";
import { correlationHeader, hepCorrelation } from "./rules/correlation-id.ts";
import { guess } from "./rules/guess.ts";
import { namedDialog } from "./rules/named-dialog.ts";
import { ownRule } from "./rules/own-rule.ts";
import { refer } from "./rules/refer.ts";
import type { OwnRule, StatedRule, Surroundings } from "./rules/rule.ts";
import { sessionId } from "./rules/session-id.ts";

/** Strongest first. */
const STATED: readonly StatedRule[] = [ownRule, correlationHeader, hepCorrelation, sessionId, namedDialog, chargingVector, refer, callIdDerived];

export interface JudgeOptions extends Surroundings {
  windowUs: number;
  own: readonly OwnRule[];
}

/** Undefined when nothing joins them. */
export function judge(a: HeldLeg, b: HeldLeg, options: JudgeOptions): Pair | undefined {
  const [one, other] = [a.parts, b.parts];
  const view = viewOf(one, other);
  const stated = statedReason(view, options);
  const guessed = guess(view, options.windowUs);
  if (!stated && !guessed) return undefined;
  const [first, second] = view.first === one ? [a, b] : [b, a];
  return { first, second, stated, guessed, verdict: "none" };
}

function statedReason(view: PairView, surroundings: Surroundings): Reason | undefined {
  let best: Reason | undefined;
  for (const rule of STATED) {
    const reason = rule(view, surroundings);
    if (reason && (!best || reason.confidence > best.confidence)) best = reason;
  }
  return best;
}
