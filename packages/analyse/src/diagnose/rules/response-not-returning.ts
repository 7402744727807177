// The sender repeats a request although the answer to it left: the answer does not come back to it.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { times } from "../words.ts";

/** Copies already on their way when the answer left do not count. */
const FLIGHT_US = 500_000;
const LEAST_COPIES = 2;

export const responseNotReturning: Rule = {
  id: "response_not_returning",
  title: "Answers do not come back",
  severity: "error",
  weight: "mechanism",
  looksFor: "A request is repeated twice or more after a response to it was sent.",
  source: "RFC 3261 §18.2.2; RFC 3581 §4",
  nextStep:
    "Compare Via (sent-by, received, rport) with where the request came from: behind NAT the response must go back to the source address and port.",
  needs: [NEED.bothWays],
  explains: [
    "challenge_unanswered",
    "requests_retransmitted",
    "retransmission_storm",
    "caller_gave_up",
    "bye_unanswered",
    "call_never_completed",
    "response_retransmissions",
  ],
  examine(examined) {
    for (const one of examined.transactions) {
      const [first, request] = [one.responses[0], one.requests[0]];
      if (first === undefined || request === undefined || one.method === "ACK") continue;
      // A 100 stops the INVITE's repetition; any response stops or slows the others.
      const late = one.requests.filter(({ atUs }) => atUs > first.atUs + FLIGHT_US);
      const last = late.at(-1);
      if (late.length < LEAST_COPIES || last === undefined) continue;
      const via = request.vias[0];
      const sentBy = via === undefined ? "" : `${via.host}${via.port === 0 ? "" : `:${via.port}`}`;
      const behindNat = via !== undefined && via.host !== request.view.src && /^[\d.:a-f]+$/i.test(via.host);
      return found({
        sentence: `What ${examined.name(one.dst)} answers does not reach ${examined.name(one.src)}, which repeated its ${one.method} ${times(late.length)} after the answer${behindNat ? `; its Via says ${sentBy}, but it sends from ${one.src}` : ""}.`,
        host: one.src,
        evidence: [
          shows(first, `${first.title} to ${first.to}`),
          shows(last, `the same ${one.method} once more${via?.rport === undefined ? ", its Via without rport" : ""}`),
        ],
      });
    }
    return ABSENT;
  },
};
