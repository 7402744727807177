// A request within the call leaves over another transport than the one on which the call was made, and is lost.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { lastSeenUs } from "../case-transactions.ts";

export const transportChanged: Rule = {
  id: "transport_changed",
  title: "Wrong transport within the call",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "A request with both tags between two hosts goes over another transport than the INVITE did between them, and is never answered.",
  source: "RFC 3261 §16.6 (step 4); RFC 5658 §3.2, §5",
  nextStep:
    "Record-Route and Contact must name the transport on each side (;transport=tcp, sips:): a proxy between two transports writes two Record-Route values.",
  needs: [NEED.setup, NEED.requests],
  explains: ["bye_unanswered", "refresh_failed", "requests_retransmitted", "ack_lost", "call_lost"],
  examine(examined) {
    for (const leg of examined.legs)
      for (const one of leg.transactions) {
        const request = one.requests[0];
        if (request === undefined || request.sip.toTag === "" || one.responses.length > 0 || one.method === "CANCEL") continue;
        const between = new Set([one.srcIp, one.dstIp]);
        const made = leg.invites.find(
          ({ srcIp, dstIp, requests }) => between.has(srcIp) && between.has(dstIp) && srcIp !== dstIp && requests.length > 0,
        )?.requests[0];
        if (
          made === undefined ||
          made.view.transport === request.view.transport ||
          made.view.transport === "" ||
          request.view.transport === ""
        )
          continue;
        return found({
          sentence: `${examined.name(one.src)} sent its ${one.method} to ${examined.name(one.dst)} over ${request.view.transport.toUpperCase()}, though the call was made over ${made.view.transport.toUpperCase()}, and got no answer.`,
          host: one.src,
          evidence: [
            shows(made, `INVITE over ${made.view.transport.toUpperCase()}`),
            shows(request, `${one.method} over ${request.view.transport.toUpperCase()}`),
            missing(leg.call.id, lastSeenUs(one), "no answer"),
          ],
        });
      }
    return ABSENT;
  },
};
