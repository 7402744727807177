// Session-ID (RFC 7989): each side has a half of its own, so the pair changes when somebody else comes in; one half in common is enough.
import { shared, valuesIn } from "../leg.ts";
import { follows, type StatedRule } from "./rule.ts";

/** After a transfer the half that stayed goes on at once. */
const HANDED_OVER_US = 5_000_000;
const UUID = /^[\da-f]{32}$/;

export const sessionId: StatedRule = (pair) => {
  const half = shared(valuesIn(pair.first, "sid"), valuesIn(pair.second, "sid"));
  if (half === undefined || !UUID.test(half) || !follows(pair, HANDED_OVER_US)) return undefined;
  const whole = valuesIn(pair.first, "sid").filter((each) => valuesIn(pair.second, "sid").includes(each)).length > 1;
  return { rule: "session_id", confidence: whole ? 0.98 : 0.96, evidence: `Session-ID ${half} is in both legs (RFC 7989)` };
};
