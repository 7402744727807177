// An OPTIONS that asks whether a peer is there, and it is not, or says that it cannot serve.
import { lastSeenUs } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { spanText, times } from "../words.ts";

const UNAVAILABLE = new Set([408, 480, 500, 502, 503, 504]);

export const keepaliveFailed: Rule = {
  id: "keepalive_failed",
  title: "Peer fails its test (OPTIONS)",
  severity: "warning",
  weight: "mechanism",
  looksFor: "An OPTIONS sent three times or more without a response, or answered 408, 480 or 5xx. Other refusals prove that the peer is alive.",
  source: "RFC 3261 §11, §11.2, §17.1.2.2 (timer F)",
  nextStep: "Look at this peer at that moment; calls that were sent to it then are likely to have failed as well.",
  needs: [NEED.requests, NEED.responses],
  explains: ["requests_retransmitted", "retransmission_storm", "request_refused"],
  examine(examined) {
    for (const one of examined.transactions) {
      const request = one.requests[0];
      if (one.method !== "OPTIONS" || request === undefined || one.children.length > 0) continue;
      if (one.final === null && one.requests.length >= 3)
        return found({
          sentence: `${examined.name(one.dst)} did not answer when ${examined.name(one.src)} asked whether it is there: ${times(one.requests.length)} in ${spanText(lastSeenUs(one) - request.atUs)}.`, host: one.dst,
          evidence: [shows(request, `OPTIONS to ${one.dst}`), missing(one.callId, lastSeenUs(one), "no answer")],
        });
      if (one.final !== null && UNAVAILABLE.has(one.final.status))
        return found({ sentence: `${examined.name(one.dst)} said that it cannot serve now: ${one.final.title}.`, host: one.dst, evidence: [shows(request, `OPTIONS to ${one.dst}`), shows(one.final, one.final.title)] });
    }
    return ABSENT;
  },
};
