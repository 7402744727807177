// The answer repeats because its ACK never arrives: the callee gives up after 64·T1 and the call drops at about 32 seconds.
import { answer } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { nth, spanText, times } from "../words.ts";

/** Fewer copies of the answer than this may be one lost packet. */
const LEAST_COPIES = 3;

export const ackLost: Rule = {
  id: "ack_lost",
  title: "ACK lost",
  severity: "error",
  weight: "mechanism",
  looksFor: "The 2xx to an INVITE is sent three times or more and no ACK for it is seen on its way to the one who answered.",
  source: "RFC 3261 §13.3.1.4, §13.2.2.4",
  nextStep:
    "Compare where the caller sends its ACK with Contact and Record-Route of the 2xx: a private address there, or a proxy that does not loose-route, loses it.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["retransmission_storm", "response_retransmissions", "very_short_call"],
  examine(examined) {
    for (const invite of examined.transactions.filter(({ method }) => method === "INVITE")) {
      const first = answer(invite);
      // Where the INVITE was not seen, its ACK would not be either.
      if (first === undefined || invite.acks.length > 0 || invite.requests.length === 0) continue;
      const copies = invite.responses.filter(({ status, sip }) => status >= 200 && status < 300 && sip.toTag === first.sip.toTag);
      const leg = examined.legOf(invite.callId);
      const ackElsewhere = leg?.messages.find(
        (message) => message.isRequest && message.method === "ACK" && message.sip.cseq === invite.cseq && message.view.dst === invite.dstIp,
      );
      const last = copies.at(-1);
      if (copies.length < LEAST_COPIES || last === undefined || ackElsewhere !== undefined) continue;
      const bye = leg?.of("BYE").find(({ startUs, srcIp }) => startUs >= first.atUs && srcIp === invite.dstIp)?.requests[0];
      return found({
        sentence: `The call was answered, but the caller's ACK never reached ${examined.name(invite.dst)}, which repeated its answer ${times(copies.length - 1)}${bye === undefined ? "" : ` and hung up after ${spanText(bye.atUs - first.atUs)}`}.`,
        host: invite.src,
        evidence: [
          shows(first, first.title),
          shows(last, `the same answer for the ${nth(copies.length)} time, ${spanText(last.atUs - first.atUs)} later`),
          missing(invite.callId, first.atUs, `no ACK from ${invite.src} to ${invite.dst}`),
          ...(bye === undefined ? [] : [shows(bye, "BYE by the one who answered")]),
        ],
      });
    }
    return ABSENT;
  },
};
