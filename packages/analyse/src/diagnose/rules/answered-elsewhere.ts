// This phone was not needed: another one took the call, and the CANCEL says so.
import { answer, ringing } from "../case-transactions.ts";
import { isAnsweredElsewhere } from "../cancels.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const answeredElsewhere: Rule = {
  id: "answered_elsewhere",
  title: "Answered elsewhere",
  severity: "info",
  weight: "people",
  looksFor: "A CANCEL with Reason SIP;cause=200 ends the ringing, and no answer to this call was captured.",
  source: "RFC 3326 §2, §3.1; RFC 3261 §16.7 (step 10)",
  nextStep: "Nothing: another phone of the group took the call. Its leg is linked where it was captured.",
  needs: [NEED.setup, NEED.requests],
  examine(examined) {
    if (examined.isAnswered) return ABSENT;
    for (const invite of examined.invites) {
      const cancel = invite.cancel?.requests[0];
      if (cancel === undefined || !isAnsweredElsewhere(cancel) || answer(invite) !== undefined) continue;
      const rang = ringing(invite);
      return found({
        sentence: `Another phone took the call; ${examined.name(invite.dst)} ${rang === undefined ? "had not rung yet" : `rang ${spanText(cancel.atUs - rang.atUs)} in vain`}.`,
        host: invite.dst,
        evidence: [
          ...(rang === undefined ? [] : [shows(rang, `${rang.title}: it rings`)]),
          shows(cancel, `CANCEL with Reason: ${cancel.header("reason") ?? ""}`),
        ],
      });
    }
    return ABSENT;
  },
};
