// The caller gave up while the network was still looking for the called party: that is the network's fault, not the caller's mood.
import { ringing } from "../case-transactions.ts";
import { isAnsweredElsewhere } from "../cancels.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** Who cancels earlier has misdialled. */
const PATIENCE_US = 6_000_000;

export const abandonedBeforeRinging: Rule = {
  id: "abandoned_before_ringing",
  title: "Abandoned before it rang",
  severity: "warning",
  weight: "outcome",
  looksFor: "The caller cancels more than 6 s after dialling and no 18x was sent to it till then.",
  source: "RFC 3261 §9.1; RFC 6076 §4.3",
  nextStep: "Find the hop on which the time went: the last one that has the INVITE and no answer.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["caller_gave_up"],
  examine(examined) {
    const top = examined.decisive;
    const cancel = top?.cancel?.requests[0];
    if (top === undefined || cancel === undefined || examined.isAnswered || ringing(top) !== undefined || isAnsweredElsewhere(cancel))
      return ABSENT;
    if (cancel.atUs - top.startUs < PATIENCE_US) return ABSENT;
    const host = examined.failure?.host ?? top.dst;
    const request = top.requests[0];
    return found({
      sentence: `The caller gave up after ${spanText(cancel.atUs - top.startUs)} without having heard ringing; the call was stuck at ${examined.name(host)}.`,
      host,
      evidence: [
        ...(request === undefined ? [] : [shows(request, "INVITE of the caller")]),
        missing(top.callId, cancel.atUs, "no 180 or 183 towards the caller"),
        shows(cancel, "CANCEL by the caller"),
      ],
    });
  },
};
