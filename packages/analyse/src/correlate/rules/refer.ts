// A blind transfer (RFC 3515): REFER within one leg asks the other side to call somebody, and soon after such a call is made from there.
import { brief, valuesIn } from "../leg.ts";
import { agreementOf, isSameNumber, subscriberOf } from "../numbers.ts";
import type { StatedRule } from "./rule.ts";

const OBEYED_US = 32_000_000;
const EARLY_US = 400_000;

export const refer: StatedRule = ({ first, second }) => {
  const begun = second.facts.startedAtUs;
  for (const value of valuesIn(first, "refer")) {
    const colon = value.indexOf(":");
    const askedUs = Number(value.slice(0, colon)) * 1000;
    const target = value.slice(colon + 1);
    if (begun < askedUs - EARLY_US || begun > askedUs + OBEYED_US || !second.callees.some((user) => isSameNumber(user, subscriberOf(target)))) continue;
    // Whoever obeys is on this leg, or a party of it calls.
    const party = agreementOf([...first.callers, ...first.callees], second.callers) === "same";
    if (!party || !(first.from === second.from || first.reached.includes(second.from))) continue;
    return { rule: "refer", confidence: 0.94, evidence: `REFER in the first leg asked for a call to ${brief(target)}, and the second is one, by a party of the first` };
  }
  return undefined;
};
