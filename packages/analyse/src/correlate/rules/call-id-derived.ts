// A Call-ID made of the other leg's: something before or behind it (`…_b2b-1`), or another host.
import { brief, type Leg } from "../leg.ts";
import { isPlausible } from "../pair-view.ts";
import { follows, type StatedRule } from "./rule.ts";

/** Shorter ones are often counters. */
const UNIQUE_CORE = 16;
const HANDED_OVER_US = 1_000_000;

export const callIdDerived: StatedRule = (pair) => {
  if (pair.hosts === "parallel" || !follows(pair, HANDED_OVER_US)) return undefined;
  const { first, second } = pair;
  const core = madeOf(second, first) ?? madeOf(first, second) ?? sameLocalPart(first, second);
  if (core === undefined || (core.length < UNIQUE_CORE && !isPlausible(pair))) return undefined;
  return { rule: "call_id_derived", confidence: 0.95, evidence: `The Call-ID of one leg is made of the other's (${brief(core)})` };
};

const madeOf = (leg: Leg, of: Leg): string | undefined => (leg.cores.includes(of.facts.callId) ? of.facts.callId : undefined);

const sameLocalPart = (a: Leg, b: Leg): string | undefined => (a.localPart !== "" && a.localPart === b.localPart ? a.localPart : undefined);
