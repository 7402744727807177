// 100 Trying and then nothing more: the host took the call and lost it, or what it asked further on is silent and out of our sight.
import { ringing } from "../case-transactions.ts";
import { answerTrace } from "../dialog-traces.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** Timer B of the next hop (RFC 3261 §17.1.1.2). */
const TIMER_B_US = 32_000_000;
const MARGIN_US = 2_000_000;

export const silentAfterTrying: Rule = {
  id: "silent_after_trying",
  title: "Stuck after 100 Trying",
  severity: "error",
  weight: "mechanism",
  looksFor: "The deepest hop of an unanswered call got 100, and for 30 s neither ringing nor a refusal, or was cancelled while it waited.",
  source: "RFC 3261 §16.6 (step 11), §16.7 (step 2), §17.1.1.2",
  nextStep: "Capture behind this host too, or read its log: it accepted the call and then said no more.",
  needs: [NEED.setup, NEED.bothWays],
  explains: [
    "downstream_timeout",
    "caller_gave_up",
    "abandoned_before_ringing",
    "call_never_completed",
    "no_answer",
    "slow_setup",
    "proxy_cancelled",
  ],
  examine(examined) {
    if (examined.isAnswered) return ABSENT;
    const stuck = examined.invites.filter(
      (one) => one.responses.length > 0 && ringing(one) === undefined && one.children.every(({ requests }) => requests.length === 0),
    );
    for (const one of stuck) {
      const trying = one.responses.find(({ status }) => status === 100);
      const request = one.requests[0];
      const leg = examined.legOf(one.callId);
      if (trying === undefined || request === undefined || leg === undefined || answerTrace(leg) !== undefined) continue;
      const endUs = one.cancel?.startUs ?? one.final?.atUs ?? one.parent?.final?.atUs ?? examined.messages.at(-1)?.atUs ?? trying.atUs;
      const isOwnRefusal = one.final !== null && one.final.status !== 487 && one.final.status !== 408;
      if (isOwnRefusal || endUs - one.startUs < (one.cancel === null ? TIMER_B_US - MARGIN_US : 6_000_000)) continue;
      return found({
        sentence: `${examined.name(one.dst)} took the call with 100 Trying and then neither rang nor refused it for ${spanText(endUs - one.startUs)}.`,
        host: one.dst,
        evidence: [
          shows(request, "INVITE"),
          shows(trying, trying.title),
          missing(one.callId, endUs, `no 18x and no answer of its own from ${one.dst}`),
        ],
      });
    }
    return ABSENT;
  },
};
