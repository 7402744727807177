// Rules that users wrote: legs with the same value of a pattern on their Call-IDs. (Their headers are correlation headers like others.)
import { compileGroup, type CorrelationRule } from "@sipglass/model";
import { brief } from "../leg.ts";
import { follows, type OwnRule, type StatedRule } from "./rule.ts";

/** Nothing for headers, and for patterns that are none. */
export function ownRuleOf(rule: CorrelationRule): OwnRule[] {
  if (rule.kind !== "call_id_pattern") return [];
  const valueOf = compileGroup(rule.value);
  return typeof valueOf === "string" ? [] : [{ rule, valueOf }];
}

export const ownRule: StatedRule = (pair, { own }) => {
  if (!follows(pair)) return undefined;
  for (const { rule, valueOf } of own) {
    const value = valueOf(pair.first.facts.callId);
    if (value === undefined || value === "" || value !== valueOf(pair.second.facts.callId)) continue;
    return { rule: "user", confidence: 0.99, evidence: `Your rule /${rule.value}/ finds ${brief(value)} in the Call-IDs of both legs` };
  }
  return undefined;
};
