// The ACK reaches a proxy and does not leave it: its route set is wrong, or the proxy does not loose-route.
import { answer } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { nth, times } from "../words.ts";

export const ackDroppedAtHop: Rule = {
  id: "ack_dropped_at_hop",
  title: "ACK dropped by a proxy",
  severity: "error",
  weight: "mechanism",
  looksFor: "An ACK for the 2xx arrives at a host that does not send it on, while the 2xx behind that host repeats.",
  source: "RFC 3261 §16.12, §13.2.2.4",
  nextStep: "Compare Route and Request-URI of the ACK with Record-Route and Contact of the 2xx; look for a missing ;lr.",
  needs: [NEED.setup, NEED.hops],
  explains: ["ack_lost", "dropped_after_half_a_minute", "response_retransmissions", "retransmission_storm", "call_lost"],
  examine(examined) {
    for (const invite of examined.transactions) {
      const { parent } = invite;
      const first = answer(invite);
      if (invite.method !== "INVITE" || parent === null || first === undefined || invite.acks.length > 0) continue;
      const ack = parent.acks[0];
      const copies = invite.responses.filter(({ status }) => status >= 200 && status < 300);
      const last = copies.at(-1);
      const elsewhere = examined.messages.some(
        (message) => message.isRequest && message.method === "ACK" && message.view.dst === invite.dstIp,
      );
      if (ack === undefined || last === undefined || copies.length < 3 || elsewhere) continue;
      const route = ack.header("route");
      return found({
        sentence: `${examined.name(invite.src)} got the caller's ACK and did not send it on to ${examined.name(invite.dst)}, which repeated its answer ${times(copies.length - 1)}.`,
        host: invite.src,
        evidence: [
          shows(ack, `ACK arrives here${route === undefined ? ", without Route" : ` with Route ${route}`}`),
          missing(invite.callId, ack.atUs, `no ACK from ${invite.src} to ${invite.dst}`),
          shows(last, `the answer once more for the ${nth(copies.length)} time`),
        ],
      });
    }
    return ABSENT;
  },
};
