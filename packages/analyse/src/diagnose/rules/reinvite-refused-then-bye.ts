// A change of the call was refused, which should leave the call as it was; instead the asking side hung up.
import { endsOf, refreshesOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const SOON_US = 3_000_000;
const LEAVES_AS_IT_WAS = new Set([488, 606, 415, 403, 603, 420]);

export const reinviteRefusedThenBye: Rule = {
  id: "reinvite_refused_then_bye",
  title: "Hung up because a change was refused",
  severity: "warning",
  weight: "mechanism",
  looksFor: "A re-INVITE or UPDATE gets 488, 606, 415, 403 or 603, and its sender says BYE within 3 s.",
  source: "RFC 3261 §14.1; RFC 6141 §3.1",
  nextStep:
    "A refused change must leave the call as it was: the side that hung up has a fault. See what it wanted to change: codec, hold, T.38.",
  needs: [NEED.setup, NEED.end],
  explains: ["abnormal_release", "very_short_call"],
  examine(examined) {
    for (const { leg, answered, byeMessage } of endsOf(examined.legs))
      for (const change of refreshesOf(leg, answered.atUs)) {
        const request = change.requests[0];
        const { final } = change;
        if (
          request === undefined ||
          final === null ||
          !LEAVES_AS_IT_WAS.has(final.status) ||
          byeMessage === null ||
          byeMessage.sip.fromTag !== request.sip.fromTag ||
          byeMessage.atUs < final.atUs ||
          byeMessage.atUs - final.atUs > SOON_US
        )
          continue;
        return found({
          sentence: `${examined.name(change.src)} wanted to change the call, was refused by ${examined.name(change.dst)} (${final.title}) and hung up instead of going on as before.`,
          host: change.src,
          evidence: [
            shows(request, `${change.method} within the call`),
            shows(final, final.title),
            shows(byeMessage, "BYE of the same side"),
          ],
        });
      }
    return ABSENT;
  },
};
