// The device registers far more often than its registration asks for: load for the registrar, usually a NAT workaround or a loop.
import { NEED } from "../needs.ts";
import { registersOf, removes, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const LEAST = 5;
const SHARE = 0.1;

export const registrationTooFrequent: Rule = {
  id: "registration_too_frequent",
  title: "Registers far too often",
  severity: "info",
  weight: "oddity",
  looksFor: "Five accepted REGISTERs of one address-of-record in a row, each within a tenth of the time that was granted.",
  source: "RFC 3261 §10.2.4; RFC 5626 §4.4",
  nextStep: "Where it keeps a NAT open, use keep-alives (CRLF, STUN) instead; otherwise look for a device that does not see its 200, or two that share one account.",
  needs: [NEED.registration],
  examine(examined) {
    const accepted = registersOf(examined).filter((one) => one.isAccepted && !removes(one));
    const isEarly = (i: number): boolean => {
      const [before, one] = [accepted[i - 1], accepted[i]];
      return before !== undefined && one !== undefined && before.aor === one.aor && before.grantedS !== undefined && one.request.atUs - before.request.atUs < before.grantedS * 1e6 * SHARE;
    };
    const last = accepted.findIndex((_, i) => i >= LEAST - 1 && [...Array(LEAST - 1).keys()].every((back) => isEarly(i - back)));
    const [first, end] = [accepted[last - LEAST + 1], accepted[last]];
    if (last < 0 || first?.final == null || end === undefined) return ABSENT;
    return found({
      sentence: `${examined.name(first.request.from)} registered ${userOf(first)} ${LEAST} times in ${spanText(end.request.atUs - first.request.atUs)}, although one registration lasts ${spanText((first.grantedS ?? 0) * 1e6)}.`, host: first.request.from,
      evidence: [shows(first.final, `granted for ${first.grantedS} s`), shows(end.request, `REGISTER number ${LEAST}`)],
    });
  },
};
