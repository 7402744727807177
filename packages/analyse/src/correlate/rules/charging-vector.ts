// P-Charging-Vector (RFC 7315 §5.6): one icid for all legs of a session. Some systems write a default, so something else must agree.
import { brief, shared, valuesIn } from "../leg.ts";
import { follows, type StatedRule } from "./rule.ts";

const SHORTEST = 6;
const HANDED_OVER_US = 5_000_000;

export const chargingVector: StatedRule = (pair) => {
  const icid = shared(valuesIn(pair.first, "icid"), valuesIn(pair.second, "icid"));
  if (icid === undefined || icid.length < SHORTEST || !follows(pair, HANDED_OVER_US)) return undefined;
  const { caller, callee, hosts } = pair;
  const agrees = caller === "same" || callee === "same" || (hosts === "chain" && caller !== "differ" && callee !== "differ");
  const evidence = `icid-value ${brief(icid)} is in both legs`;
  return agrees && hosts !== "parallel"
    ? { rule: "charging_vector", confidence: 0.95, evidence }
    : { rule: "charging_vector", confidence: 0.5, evidence: `${evidence}, but neither numbers nor hosts agree` };
};
