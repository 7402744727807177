// The sender did not ask for answers to the port it sent from, and a NAT stands before it: answers go to a port nobody listens on.
import { isIpAddress, isPrivateAddress } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { times } from "../words.ts";

export const viaWithoutRport: Rule = {
  id: "via_without_rport",
  title: "Answers sent to the wrong port (no rport)",
  severity: "error",
  weight: "mechanism",
  looksFor: "A request over UDP from a public address with a private one in its Via and without rport, repeated after its answer was sent.",
  source: "RFC 3581 §3, §4; RFC 3261 §18.2.2",
  nextStep: "Switch on rport (symmetric response) in the device, or force it at the server (force_rport, nat=yes).",
  needs: [NEED.bothWays],
  explains: ["response_not_returning", "requests_retransmitted", "retransmission_storm", "response_retransmissions", "challenge_unanswered", "ack_lost", "refusal_ack_lost", "registration_overlapping"],
  examine(examined) {
    for (const one of examined.transactions) {
      const [request] = one.requests;
      const answer = one.responses[0];
      if (request === undefined || answer === undefined || request.view.transport !== "udp" || request.sip.viaCount !== 1) continue;
      const late = one.requests.filter(({ atUs }) => atUs > answer.atUs + 100_000);
      const via = request.vias[0];
      if (late.length === 0 || via === undefined || via.rport !== undefined || !isIpAddress(via.host) || !isPrivateAddress(via.host) || isPrivateAddress(request.view.src)) continue;
      return found({
        sentence: `${examined.name(one.dst)} answered ${examined.name(request.from)} at port ${answer.view.dstPort}, where no answer gets through the NAT: the ${request.method} did not ask for the port it came from, and was repeated ${times(late.length)} after.`, host: request.from,
        evidence: [shows(request, `Via ${via.host}${via.port === 0 ? "" : `:${via.port}`} without rport, came from ${request.from}`), shows(answer, `${answer.title} sent to ${answer.to}`), ...late.slice(0, 1).map((message) => shows(message, "the same request again"))],
      });
    }
    return ABSENT;
  },
};
