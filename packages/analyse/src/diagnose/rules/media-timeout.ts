// A host ended the call because it got no media for a while: one side was silent or not reachable with its media.
import { endsOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** Reasons are short; what is longer could make the pattern slow. */
const LONGEST_LINE = 300;

const SAYS_MEDIA =
  /(?:rtp|media|inactivit)[\w -]*(?:time-?\s?out|lost|loss|inactiv|expired?)|no[ _-]?(?:rtp|media|audio)|(?:time-?\s?out|inactivity)[\w -]*(?:rtp|media)/i;

export const mediaTimeout: Rule = {
  id: "media_timeout",
  title: "Ended for want of media",
  severity: "error",
  weight: "mechanism",
  looksFor: "The first BYE speaks of missing media in Reason, Warning or an X- header.",
  source: "RFC 3326 §2; RFC 3550 §6.3.5",
  nextStep:
    "Which side's media failed? Look at the addresses in both session descriptions and at RTCP of both sides; on hold, the time-out of that host is too short.",
  needs: [NEED.setup, NEED.end],
  explains: ["abnormal_release", "ended_by_network", "constant_duration", "dropped_after_half_a_minute", "very_short_call"],
  examine(examined) {
    for (const { byeMessage, answered, talkUs } of endsOf(examined.legs)) {
      if (byeMessage === null) continue;
      const { headersAt, bodyAt, text } = byeMessage.sip;
      const said = text
        .slice(headersAt, bodyAt)
        .split(/\r?\n/)
        .map((line) => line.slice(0, LONGEST_LINE))
        .find((line) => /^(?:reason|warning|x-[\w-]+)\s*:/i.test(line) && SAYS_MEDIA.test(line));
      if (said === undefined) continue;
      return found({
        sentence: `${examined.name(byeMessage.from)} ended the call after ${spanText(talkUs)} because it got no media (${said.trim()}).`,
        host: byeMessage.from,
        evidence: [shows(answered, `${answered.title}: answered`), shows(byeMessage, `BYE: ${said.trim()}`)],
      });
    }
    return ABSENT;
  },
};
