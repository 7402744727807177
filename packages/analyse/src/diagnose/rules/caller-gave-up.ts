// The caller took the call back before it was answered. While it rang that is people's matter; before any ringing see abandoned_before_ringing.
import { ringing } from "../case-transactions.ts";
import { isAnsweredElsewhere } from "../cancels.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const callerGaveUp: Rule = {
  id: "caller_gave_up",
  title: "Caller gave up",
  severity: "info",
  weight: "people",
  looksFor: "A CANCEL on the caller's own hop, before any final response, and no answer to the call.",
  source: "RFC 3261 §9.1, §21.4.25",
  nextStep:
    "Nothing, when the ringing was short. Many of these to one destination: look at its post-dial delay and at whether the phone really rings.",
  needs: [NEED.setup, NEED.requests],
  examine(examined) {
    const top = examined.decisive;
    const cancel = top?.cancel?.requests[0];
    if (top === undefined || cancel === undefined || examined.isAnswered || isAnsweredElsewhere(cancel)) return ABSENT;
    const rang = ringing(top);
    const how =
      rang === undefined
        ? `${spanText(cancel.atUs - top.startUs)} after dialling, before it rang`
        : `after ${spanText(cancel.atUs - rang.atUs)} of ringing`;
    return found({
      sentence: `The caller gave up ${how}.`,
      host: top.src,
      evidence: [
        ...(rang === undefined ? [] : [shows(rang, `${rang.title}: it rings`)]),
        shows(cancel, "CANCEL by the caller"),
        ...(top.final === null ? [] : [shows(top.final, top.final.title)]),
      ],
    });
  },
};
