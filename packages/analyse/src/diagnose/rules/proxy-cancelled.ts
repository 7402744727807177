// A host between the ends cancelled the call before it rang, and nobody upstream had asked for that.
import { ringing } from "../case-transactions.ts";
import { cancelsBornInside, isAnsweredElsewhere } from "../cancels.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const proxyCancelled: Rule = {
  id: "proxy_cancelled",
  title: "Cancelled on the way",
  severity: "warning",
  weight: "outcome",
  looksFor: "A CANCEL is born at a host between the ends before any 18x, the caller did not cancel, and the call is not answered.",
  source: "RFC 3261 §9.1, §16.10; RFC 3326 §2",
  nextStep: "Read Reason of the CANCEL and the time-outs of this host towards the one it cancelled.",
  needs: [NEED.setup, NEED.hops],
  examine(examined) {
    if (examined.isAnswered) return ABSENT;
    const born = cancelsBornInside(examined).find(({ invite, cancel }) => ringing(invite) === undefined && !isAnsweredElsewhere(cancel));
    if (born === undefined) return ABSENT;
    const { invite, cancel } = born;
    const reason = cancel.header("reason");
    return found({
      sentence: `${examined.name(invite.src)} took the call back from ${examined.name(invite.dst)} after ${spanText(cancel.atUs - invite.startUs)}, though the caller still waited${reason === undefined ? "" : ` (${reason})`}.`,
      host: invite.src,
      evidence: [
        ...invite.requests.slice(0, 1).map((message) => shows(message, `INVITE to ${invite.dst}`)),
        shows(cancel, `CANCEL by ${invite.src} itself`),
      ],
    });
  },
};
