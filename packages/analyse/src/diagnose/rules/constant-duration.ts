// The call ended after a suspiciously round time, and not by one of the two people: a limit of licence, credit or firewall.
import { endsOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** Seconds at which limits are set. */
const ROUND_S = [60, 120, 180, 300, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10_800, 14_400, 21_600, 28_800, 43_200, 86_400];
const WITHIN_US = 2_000_000;

export const constantDuration: Rule = {
  id: "constant_duration",
  title: "Ended after a round time",
  severity: "warning",
  weight: "mechanism",
  looksFor:
    "BYE 15 min, 30 min, 1 h … (±2 s) after the answer, sent by a host between the ends or with a Reason other than normal clearing.",
  source: "RFC 4028 §1; RFC 3326 §2",
  nextStep:
    "Compare with other calls: if many end at this length it is a limit (licence, credit, session timer, firewall). Look for it at the host that sent BYE.",
  needs: [NEED.setup, NEED.end],
  explains: ["ended_by_network", "abnormal_release"],
  examine(examined) {
    for (const { answered, byeMessage, by, talkUs } of endsOf(examined.legs)) {
      const round = ROUND_S.find((seconds) => Math.abs(talkUs - seconds * 1e6) <= WITHIN_US);
      const isForced = by === "middle" || (byeMessage?.reasons.some(({ cause }) => cause !== 16 && cause !== 0) ?? false);
      if (byeMessage === null || round === undefined || !isForced) continue;
      return found({
        sentence: `${examined.name(byeMessage.from)} ended the call after just ${spanText(round * 1e6)}: that looks like a limit, not like somebody hanging up.`,
        host: byeMessage.from,
        evidence: [shows(answered, `${answered.title}: answered`), shows(byeMessage, `BYE ${spanText(talkUs)} later`)],
      });
    }
    return ABSENT;
  },
};
