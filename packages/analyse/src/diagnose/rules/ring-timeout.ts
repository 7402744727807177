// Not a person but a timer ended the ringing: a proxy cancelled it, most often after a round number of seconds.
import { ringing } from "../case-transactions.ts";
import { cancelsBornInside, isAnsweredElsewhere } from "../cancels.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const ringTimeout: Rule = {
  id: "ring_timeout",
  title: "Ringing ended by a timer",
  severity: "info",
  weight: "people",
  looksFor: "After ringing, a host between the ends sends CANCEL by itself, and the call is not answered.",
  source: "RFC 3261 §16.6 (step 11), §16.8 (timer C)",
  nextStep:
    "Compare with the no-answer time configured at this host; a proxy's timer C must be more than 3 minutes and starts anew with each 18x.",
  needs: [NEED.setup, NEED.hops],
  explains: ["no_answer"],
  examine(examined) {
    if (examined.isAnswered) return ABSENT;
    const born = cancelsBornInside(examined).find(({ invite, cancel }) => ringing(invite) !== undefined && !isAnsweredElsewhere(cancel));
    const rang = born === undefined ? undefined : ringing(born.invite);
    if (born === undefined || rang === undefined) return ABSENT;
    const { invite, cancel } = born;
    return found({
      sentence: `Nobody answered, and ${examined.name(invite.src)} ended the ringing at ${examined.name(invite.dst)} after ${spanText(cancel.atUs - rang.atUs)}.`,
      host: invite.dst,
      evidence: [
        shows(rang, `${rang.title}: it rings`),
        shows(cancel, `CANCEL by ${invite.src} itself`),
        ...(invite.parent?.final ? [shows(invite.parent.final, `towards the caller: ${invite.parent.final.title}`)] : []),
      ],
    });
  },
};
