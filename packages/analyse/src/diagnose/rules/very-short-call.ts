// Answered and over at once: media that do not fit, a machine that hangs up, a false answer.
import { endsOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

const LIMIT_US = 2_000_000;

export const veryShortCall: Rule = {
  id: "very_short_call",
  title: "Over at once",
  severity: "info",
  weight: "oddity",
  looksFor: "BYE within 2 s of the answer.",
  source: "RFC 3261 §15; RFC 3326 §2",
  nextStep:
    "Reason of the BYE, and media of both sides: a codec or encryption that fails after the answer ends calls like this. Many of them on one route: false answers.",
  needs: [NEED.setup, NEED.requests],
  examine(examined) {
    const end = endsOf(examined.legs).find(({ byeMessage, talkUs }) => byeMessage !== null && talkUs < LIMIT_US);
    if (end?.byeMessage == null) return ABSENT;
    const reason = end.byeMessage.header("reason");
    return found({
      sentence: `The call was over ${spanText(end.talkUs)} after its answer, ended by ${end.by === "middle" || end.by === "unknown" ? examined.name(end.byeMessage.from) : `the ${end.by}`}${reason === undefined ? "" : ` (${reason})`}.`,
      host: end.byeMessage.from,
      evidence: [shows(end.answered, `${end.answered.title}: answered`), shows(end.byeMessage, "BYE")],
    });
  },
};
