// The registrar grants much less than was asked for, so that devices behind NAT come back often.
import { NEED } from "../needs.ts";
import { registersOf, removes, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const registrationShortened: Rule = {
  id: "registration_shortened",
  title: "Registration granted for less time",
  severity: "info",
  weight: "oddity",
  looksFor: "An accepted REGISTER whose Contact is granted half of the asked time or less.",
  source: "RFC 3261 §10.2.4, §10.3",
  nextStep: "Nothing, when the device refreshes in time. If it does not, it is not reachable between: see registration_lapsed.",
  needs: [NEED.registration],
  examine(examined) {
    const one = registersOf(examined).find((each) => each.isAccepted && !removes(each) && each.grantedS !== undefined && each.askedS !== undefined && each.grantedS > 0 && each.grantedS * 2 <= each.askedS);
    if (one?.final == null) return ABSENT;
    return found({
      sentence: `${examined.name(one.final.from)} registers ${userOf(one)} for ${spanText((one.grantedS ?? 0) * 1e6)} instead of ${spanText((one.askedS ?? 0) * 1e6)}.`, host: one.final.from,
      evidence: [shows(one.request, `asks for ${one.askedS} s`), shows(one.final, `grants ${one.grantedS} s`)],
    });
  },
};
