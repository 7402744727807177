// A request too large for one packet over UDP: it is fragmented, and fragments get lost or thrown away.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";

/** RFC 3261 §18.1.1: 200 bytes below the MTU, or 1300 when that is not known. */
const LIMIT_BYTES = 1300;

export const fragmentationRisk: Rule = {
  id: "fragmentation_risk",
  title: "Too large for UDP",
  severity: "warning",
  weight: "mechanism",
  looksFor:
    "A request of more than 1300 bytes sent over UDP gets no response at all, while a smaller one to the same host does, or it is repeated.",
  source: "RFC 3261 §18.1.1",
  nextStep:
    "Let this hop use TCP for long requests, or make them shorter: fewer codecs, no long headers. Check whether firewalls let fragments pass.",
  needs: [NEED.requests, NEED.bothWays],
  explains: ["hop_silent", "requests_retransmitted", "caller_gave_up", "call_never_completed", "challenge_unanswered"],
  examine(examined) {
    for (const one of examined.transactions) {
      const request = one.requests[0];
      if (request === undefined || one.responses.length > 0 || one.requests.length < 2 || request.view.transport !== "udp") continue;
      const size = new TextEncoder().encode(request.view.raw).length;
      // The same host answers shorter requests: it is there.
      const shorter = examined.messages.find(
        (message) => !message.isRequest && message.view.src === one.dstIp && message.view.dst === one.srcIp,
      );
      if (size <= LIMIT_BYTES || shorter === undefined) continue;
      return found({
        sentence: `The ${one.method} of ${examined.name(one.src)} has ${size} bytes, too many for one UDP packet, and never reached ${examined.name(one.dst)}, which does answer shorter ones.`,
        host: one.src,
        evidence: [
          shows(request, `${size} bytes over UDP`),
          missing(one.callId, request.atUs, "no response to it"),
          shows(shorter, `${shorter.title} to a shorter request`),
        ],
      });
    }
    return ABSENT;
  },
};
