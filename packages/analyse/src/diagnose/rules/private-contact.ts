// Contact names a private address though the message came from a public one, and requests within the call go astray because of it.
import { addressHost, isIpAddress, isPrivateAddress } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const privateContact: Rule = {
  id: "private_contact",
  title: "Private address in Contact",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "The Contact of an INVITE or its 2xx is a private address while the message came from a public one, and the ACK is missing, or a request within the call stays unanswered.",
  source: "RFC 3261 §12.1.1, §12.2.1.1; RFC 6314 §3",
  nextStep: "Let the SBC or proxy rewrite the Contact of this phone (NAT fix), or the phone use STUN or outbound.",
  needs: [NEED.setup, NEED.bothWays],
  explains: [
    "ack_lost",
    "bye_unanswered",
    "refresh_failed",
    "dropped_after_half_a_minute",
    "requests_retransmitted",
    "retransmission_storm",
    "response_retransmissions",
    "call_lost",
    "session_timer_expired",
    "ack_dropped_at_hop",
  ],
  examine(examined) {
    for (const leg of examined.legs) {
      for (const message of leg.messages) {
        const makes =
          message.method === "INVITE" && (message.isRequest ? message.sip.toTag === "" : message.status >= 200 && message.status < 300);
        const host = makes ? addressHost(message.headers("contact")[0] ?? "") : "";
        if (
          host === "" ||
          !isIpAddress(host) ||
          !isPrivateAddress(host) ||
          isPrivateAddress(message.view.src) ||
          message.vias.length > (message.isRequest ? 1 : 99)
        )
          continue;
        const victim = leg.transactions.find(
          (one) =>
            one.startUs > message.atUs &&
            one.requests[0] !== undefined &&
            one.responses.length === 0 &&
            one.requests.length > 1 &&
            one.requests[0].sip.toTag !== "" &&
            one.requests[0].view.src !== message.view.src,
        );
        const unacked = leg
          .of("INVITE")
          .find(
            (one) =>
              !message.isRequest &&
              one.responses.includes(message) &&
              one.acks.length === 0 &&
              one.responses.filter(({ status }) => status === message.status).length > 2,
          );
        const proof = victim?.requests[0] ?? unacked?.responses.at(-1);
        if (proof === undefined) continue;
        return found({
          sentence: `${examined.name(message.from)} gives the private address ${host} as its Contact, so that ${victim === undefined ? "no ACK finds it" : `${victim.method} does not find it`}.`,
          host: message.from,
          evidence: [
            shows(message, `Contact ${host}, sent from ${message.from}`),
            shows(
              proof,
              victim === undefined ? "the answer repeats for want of an ACK" : `${victim.method} to ${proof.sip.requestUri}, not answered`,
            ),
          ],
        });
      }
    }
    return ABSENT;
  },
};
