// CANCEL and 2xx crossed: the call was answered at the moment it was given up, and is ended by BYE. Normal, but it looks odd.
import { answer } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const CROSSING_US = 3_000_000;

export const cancelCrossedAnswer: Rule = {
  id: "cancel_crossed_answer",
  title: "Answered while being given up",
  severity: "info",
  weight: "people",
  looksFor: "A CANCEL and a 2xx to the same INVITE within 3 s of each other.",
  source: "RFC 5407 §3.1.2; RFC 3261 §9.1",
  nextStep: "Nothing, when BYE follows at once. It counts as given up, not as a short call.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["caller_gave_up", "very_short_call"],
  examine(examined) {
    for (const invite of examined.invites) {
      const cancel = invite.cancel?.requests[0];
      const ok = answer(invite);
      if (cancel === undefined || ok === undefined || invite.parent !== null || Math.abs(ok.atUs - cancel.atUs) > CROSSING_US) continue;
      return found({
        sentence: `The caller gave up in the very moment in which the call was answered (${spanText(Math.abs(ok.atUs - cancel.atUs))} apart).`,
        host: invite.src,
        evidence: [shows(cancel, "CANCEL"), shows(ok, ok.title)],
      });
    }
    return ABSENT;
  },
};
