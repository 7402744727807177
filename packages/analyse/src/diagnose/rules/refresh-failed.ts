// A re-INVITE or UPDATE within the call fails in a way that shows the call broken, and the call ends soon after.
import { endsOf, refreshesOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";

const BROKEN = new Set([404, 408, 430, 480, 481, 500, 503, 504]);
/** Timer B or F, and some patience. */
const AFTER_US = 70_000_000;

export const refreshFailed: Rule = {
  id: "refresh_failed",
  title: "Refresh within the call failed",
  severity: "error",
  weight: "mechanism",
  looksFor: "A re-INVITE or UPDATE gets 404, 408, 480, 481, 5xx or, sent several times, no answer at all, and BYE follows within 70 s.",
  source: "RFC 4028 §10; RFC 3261 §14.1",
  nextStep:
    "Compare its Request-URI and Route with Contact and Record-Route of the answer: requests within the call take another way than its INVITE.",
  needs: [NEED.setup, NEED.end],
  explains: [
    "session_timer_expired",
    "constant_duration",
    "requests_retransmitted",
    "ended_by_network",
    "abnormal_release",
    "retransmission_storm",
  ],
  examine(examined) {
    for (const { leg, answered, byeMessage } of endsOf(examined.legs))
      for (const refresh of refreshesOf(leg, answered.atUs)) {
        const request = refresh.requests[0];
        const isBroken =
          refresh.final === null ? refresh.requests.length > 2 && refresh.responses.length === 0 : BROKEN.has(refresh.final.status);
        if (
          request === undefined ||
          !isBroken ||
          refresh.children.length > 0 ||
          byeMessage === null ||
          byeMessage.atUs < request.atUs ||
          byeMessage.atUs - request.atUs > AFTER_US
        )
          continue;
        return found({
          sentence: `${examined.name(refresh.dst)} ${refresh.final === null ? "did not answer" : `refused (${refresh.final.title})`} the ${refresh.method} by which ${examined.name(refresh.src)} wanted to keep or change the call, and the call was ended.`,
          host: refresh.dst,
          evidence: [
            shows(request, `${refresh.method} within the call`),
            refresh.final === null ? missing(leg.call.id, request.atUs, "no answer to it") : shows(refresh.final, refresh.final.title),
            shows(byeMessage, "BYE"),
          ],
        });
      }
    return ABSENT;
  },
};
