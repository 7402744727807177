// All rules on two legs: the strongest reason that is stated, and what can be guessed.
import type { Leg, Pair, Reason } from "./leg.ts";
import { viewOf, type PairView } from "./pair-view.ts";
import { callIdDerived } from "./rules/call-id-derived.ts";
import { chargingVector } from "./rules/charging-vector.ts";
import { correlationHeader, hepCorrelation } from "./rules/correlation-id.ts";
import { guess } from "./rules/guess.ts";
import { namedDialog } from "./rules/named-dialog.ts";
import { ownRule } from "./rules/own-rule.ts";
import { refer } from "./rules/refer.ts";
import type { OwnRule, StatedRule } from "./rules/rule.ts";
import { sessionId } from "./rules/session-id.ts";

/** Strongest first. */
const STATED: readonly StatedRule[] = [ownRule, correlationHeader, hepCorrelation, sessionId, namedDialog, chargingVector, refer, callIdDerived];

export interface JudgeOptions {
  windowUs: number;
  own: readonly OwnRule[];
}

/** Undefined when nothing joins them. */
export function judge(a: Leg, b: Leg, { windowUs, own }: JudgeOptions): Pair | undefined {
  const view = viewOf(a, b);
  const stated = statedReason(view, own);
  const guessed = guess(view, windowUs);
  if (!stated && !guessed) return undefined;
  return { first: view.first, second: view.second, stated, guessed, verdict: "none" };
}

function statedReason(view: PairView, own: readonly OwnRule[]): Reason | undefined {
  let best: Reason | undefined;
  for (const rule of STATED) {
    const reason = rule(view, own);
    if (reason && (!best || reason.confidence > best.confidence)) best = reason;
  }
  return best;
}
