// Requests within the call leave out a proxy that was on the way of its INVITE and had asked to stay (Record-Route).
import { addressHost } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { endsOf } from "../ends.ts";

export const recordRouteIgnored: Rule = {
  id: "record_route_ignored",
  title: "Route of the call not kept",
  severity: "warning",
  weight: "mechanism",
  looksFor:
    "The INVITE arrives with Record-Route, and an ACK for its 2xx or a BYE of the caller leaves without a Route header and goes to another host than the INVITE did.",
  source: "RFC 3261 §12.1.2, §12.2.1.1, §16.6 (step 4)",
  nextStep:
    "The sending side does not keep the route set: requests within the call pass the proxy by, and may be dropped by NAT and firewalls.",
  needs: [NEED.setup, NEED.requests],
  explains: [
    "ack_lost",
    "bye_unanswered",
    "dropped_after_half_a_minute",
    "response_retransmissions",
    "ack_dropped_at_hop",
    "retransmission_storm",
    "call_lost",
  ],
  examine(examined) {
    for (const { leg, invite, answered } of endsOf(examined.legs)) {
      if (answered.headers("record-route").length === 0) continue;
      const routes = answered.headers("record-route").map(addressHost);
      const stray = leg.messages.find(
        (message) =>
          message.isRequest &&
          (message.method === "ACK" || message.method === "BYE") &&
          message.view.src === invite.srcIp &&
          message.sip.toTag === answered.sip.toTag &&
          message.atUs >= answered.atUs &&
          message.headers("route").length === 0 &&
          message.view.dst !== invite.dstIp &&
          !routes.includes(message.view.dst),
      );
      if (stray === undefined) continue;
      return found({
        sentence: `${examined.name(stray.from)} sent its ${stray.method} straight to ${examined.name(stray.to)} and left out ${examined.name(invite.dst)}, which had asked to stay on the way.`,
        host: stray.from,
        evidence: [
          shows(answered, `Record-Route: ${answered.headers("record-route").join(", ")}`),
          shows(stray, `${stray.method} without Route`),
        ],
      });
    }
    return ABSENT;
  },
};
