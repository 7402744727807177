// Neither end hung up: a host between them sent BYE to both.
import { endsOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const endedByNetwork: Rule = {
  id: "ended_by_network",
  title: "Ended from the middle",
  severity: "warning",
  weight: "outcome",
  looksFor: "A host between the ends sends BYE to both sides, and received none.",
  source: "RFC 3261 §15; RFC 4028 §10",
  nextStep: "Read the log of that host at this second: credit, session timer, media time-out, or an operator.",
  needs: [NEED.setup, NEED.end],
  examine(examined) {
    const end = endsOf(examined.legs).find(({ by }) => by === "middle");
    if (end?.byeMessage == null) return ABSENT;
    return found({
      sentence: `${examined.name(end.byeMessage.from)} ended the call towards both sides after ${spanText(end.talkUs)}; neither of them had hung up.`,
      host: end.byeMessage.from,
      evidence: [
        shows(end.answered, `${end.answered.title}: answered`),
        ...end.leg
          .of("BYE")
          .filter(({ parent }) => parent === null)
          .flatMap(({ requests, dst }) => requests.slice(0, 1).map((message) => shows(message, `BYE to ${dst}`))),
      ],
    });
  },
};
