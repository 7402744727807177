// BYE says itself why: a Reason other than normal clearing.
import { Q850_CAUSES, sipCode, type CallReason } from "@sipglass/model";
import { endsOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const abnormalRelease: Rule = {
  id: "abnormal_release",
  title: "Ended for a reason",
  severity: "warning",
  weight: "outcome",
  looksFor: "The first BYE carries a Reason: Q.850 cause other than 16, 17, 26 and 31, or a SIP code of 300 or more.",
  source: "RFC 3326 §2; ITU-T Q.850 §2.2.7",
  nextStep: "Look at the host that sent this BYE: its log says what ran out or failed.",
  needs: [NEED.setup, NEED.end],
  examine(examined) {
    for (const { byeMessage, answered, talkUs } of endsOf(examined.legs)) {
      const reason = byeMessage?.reasons.find(isAbnormal);
      if (byeMessage === null || reason === undefined) continue;
      return found({
        sentence: `${examined.name(byeMessage.from)} ended the call after ${spanText(talkUs)} because of ${meaning(reason)}.`,
        host: byeMessage.from,
        evidence: [
          shows(answered, `${answered.title}: answered`),
          shows(byeMessage, `BYE with Reason: ${byeMessage.header("reason") ?? ""}`),
        ],
      });
    }
    return ABSENT;
  },
};

const NORMAL = new Set([0, 16, 17, 26, 31]);

const isAbnormal = ({ protocol, cause }: CallReason): boolean =>
  /^q\.?850$/i.test(protocol) ? !NORMAL.has(cause) : /^sip$/i.test(protocol) && cause >= 300;

function meaning({ protocol, cause, text }: CallReason): string {
  const known = /^q\.?850$/i.test(protocol) ? Q850_CAUSES.get(cause)?.name : sipCode(cause)?.phrase;
  return `${protocol} cause ${cause} (${text || known || "no text"})`;
}
