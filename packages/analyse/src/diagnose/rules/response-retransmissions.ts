// Final responses to an INVITE had to be repeated before the ACK came.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { nth, spanText } from "../words.ts";

const LEAST = 3;

export const responseRetransmissions: Rule = {
  id: "response_retransmissions",
  title: "Answer confirmed late",
  severity: "warning",
  weight: "harm",
  looksFor: "The final response to an INVITE is sent three times or more, and then its ACK comes.",
  source: "RFC 3261 §13.3.1.4, §17.2.1",
  nextStep: "Messages get lost between these hosts, or the ACK is late: the first seconds of the call were one-way.",
  needs: [NEED.setup, NEED.bothWays],
  examine(examined) {
    for (const invite of examined.transactions) {
      const { final, acks } = invite;
      const ack = acks[0];
      if (invite.method !== "INVITE" || final === null || ack === undefined) continue;
      const copies = invite.responses.filter(
        ({ status, sip, atUs }) => status === final.status && sip.toTag === final.sip.toTag && atUs <= (acks.at(-1)?.atUs ?? 0),
      );
      const last = copies.at(-1);
      if (copies.length < LEAST || last === undefined) continue;
      return found({
        sentence: `${examined.name(invite.dst)} sent its ${final.title} ${copies.length} times until the ACK came after ${spanText((acks.at(-1)?.atUs ?? ack.atUs) - final.atUs)}.`,
        host: invite.src,
        evidence: [shows(final, final.title), shows(last, `the same for the ${nth(copies.length)} time`), shows(ack, "ACK")],
      });
    }
    return ABSENT;
  },
};
