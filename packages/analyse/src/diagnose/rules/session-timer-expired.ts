// The session timer ran out: nobody refreshed the call in time, and one side ended it.
import { endsOf, refreshesOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { sessionTimer } from "../session-timer.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** RFC 4028 §10: BYE slightly before expiry, a third of the interval but at most 32 s before. */
const EARLY_US = 34_000_000;
const LATE_US = 5_000_000;

export const sessionTimerExpired: Rule = {
  id: "session_timer_expired",
  title: "Session timer ran out",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "The 2xx agrees on Session-Expires, no re-INVITE or UPDATE succeeds within it, and BYE comes when it runs out (RFC 4028 allows it up to 32 s early).",
  source: "RFC 4028 §7.2, §9, §10",
  nextStep: "The refresher named in the 2xx did not refresh: look whether its re-INVITE or UPDATE was sent, and where it got lost.",
  needs: [NEED.setup, NEED.end],
  explains: ["constant_duration", "ended_by_network", "abnormal_release"],
  examine(examined) {
    for (const { leg, answered, byeMessage } of endsOf(examined.legs)) {
      const timer = sessionTimer(answered);
      if (timer === null || byeMessage === null) continue;
      const refreshed =
        refreshesOf(leg, answered.atUs)
          .filter(({ final }) => final !== null && final.status < 300)
          .at(-1)?.final ?? answered;
      const passedUs = byeMessage.atUs - refreshed.atUs;
      const dueUs = timer.seconds * 1e6;
      if (passedUs < dueUs - Math.min(EARLY_US, dueUs / 3) || passedUs > dueUs + LATE_US) continue;
      const tried = refreshesOf(leg, refreshed.atUs)[0];
      if (tried !== undefined && tried.final !== null && tried.final.status >= 300) continue;
      return found({
        sentence: `The call was ended after ${spanText(passedUs)} without a refresh: its session timer of ${timer.seconds} s ran out, and ${timer.refresher === "" ? "nobody was named to refresh it" : `the ${timer.refresher === "uac" ? "caller" : "called side"} should have refreshed it`}.`,
        host: timer.refresher === "uac" ? answered.to : timer.refresher === "uas" ? answered.from : byeMessage.from,
        evidence: [
          shows(refreshed, `Session-Expires: ${timer.text}`),
          missing(
            leg.call.id,
            refreshed.atUs + dueUs / 2,
            tried === undefined ? "no re-INVITE or UPDATE to refresh it" : "a refresh that nobody answered",
          ),
          shows(byeMessage, `BYE after ${spanText(passedUs)}`),
        ],
      });
    }
    return ABSENT;
  },
};
