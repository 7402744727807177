// The first next hop is dead, another one takes the call: every call by this route waits for the time-out first.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { spanText, times } from "../words.ts";

export const failoverAfterTimeout: Rule = {
  id: "failover_after_timeout",
  title: "First route is dead",
  severity: "warning",
  weight: "harm",
  looksFor: "A host sends the call to a next hop that never answers, and then to another one that does.",
  source: "RFC 3263 §4.3; RFC 3261 §16.6 (step 7)",
  nextStep: "Take the dead host out of DNS or the gateway list, or let keep-alives (OPTIONS) find out before calls do.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["slow_setup", "requests_retransmitted", "retransmission_storm", "route_hunting"],
  examine(examined) {
    for (const dead of examined.invites) {
      const first = dead.requests[0];
      if (first === undefined || dead.responses.length > 0 || dead.requests.length < 2) continue;
      const next = examined.invites.find(
        (one) =>
          one !== dead &&
          one.srcIp === dead.srcIp &&
          one.dst !== dead.dst &&
          one.startUs > dead.startUs &&
          one.parent === dead.parent &&
          one.responses.length > 0,
      );
      const taken = next?.responses[0];
      if (next === undefined || taken === undefined) continue;
      return found({
        sentence: `${examined.name(dead.dst)} does not answer (asked ${times(dead.requests.length)}); after ${spanText(next.startUs - dead.startUs)} ${examined.name(dead.src)} went on to ${examined.name(next.dst)}.`,
        host: dead.dst,
        evidence: [
          shows(first, `INVITE to ${dead.dst}`),
          missing(dead.callId, next.startUs, `nothing from ${dead.dst}`),
          shows(taken, `${taken.title} from ${next.dst}`),
        ],
      });
    }
    return ABSENT;
  },
};
