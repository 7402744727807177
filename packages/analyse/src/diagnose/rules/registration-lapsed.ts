// The device came back later than its registration lasted: in between nobody could call it.
import { NEED } from "../needs.ts";
import { registersOf, removes, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const SLACK_US = 2_000_000;

export const registrationLapsed: Rule = {
  id: "registration_lapsed",
  title: "Registration ran out before its refresh",
  severity: "warning",
  weight: "mechanism",
  looksFor: "An accepted REGISTER, and the next one of the same address-of-record later than the time that was granted.",
  source: "RFC 3261 §10.2.4, §10.2.1.1",
  nextStep: "Let the device refresh before its time is over, at half of it as a rule; many fixed intervals ignore what the registrar grants.",
  needs: [NEED.registration],
  explains: ["callee_unavailable", "registration_flaps"],
  examine(examined) {
    const all = registersOf(examined);
    for (const [i, one] of all.entries()) {
      const next = all.slice(i + 1).find(({ aor }) => aor === one.aor);
      if (!one.isAccepted || one.final === null || removes(one) || !one.grantedS || next === undefined || next.all) continue;
      const gapUs = next.request.atUs - one.final.atUs - one.grantedS * 1e6;
      if (gapUs <= SLACK_US) continue;
      return found({
        sentence: `${userOf(one)} could not be reached for ${spanText(gapUs)}: its registration of ${one.grantedS} s ran out before ${examined.name(next.request.from)} renewed it.`, host: next.request.from,
        evidence: [shows(one.final, `granted for ${one.grantedS} s`), shows(next.request, `next REGISTER, ${spanText(gapUs)} too late`)],
      });
    }
    return ABSENT;
  },
};
