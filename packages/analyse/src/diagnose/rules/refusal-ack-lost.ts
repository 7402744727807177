// A refusal repeats because the ACK for it does not come (timer G), until timer H gives up.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { nth, times } from "../words.ts";

export const refusalAckLost: Rule = {
  id: "refusal_ack_lost",
  title: "ACK for a refusal lost",
  severity: "warning",
  weight: "harm",
  looksFor: "A final response of 300 or more to an INVITE is sent three times or more, and its ACK is not seen on that hop.",
  source: "RFC 3261 §17.2.1 (timers G and H)",
  nextStep:
    "Does the refusal reach the sender of the INVITE? Then its ACK goes astray: it must go where the INVITE went, with the same Via branch.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["response_retransmissions", "retransmission_storm"],
  examine(examined) {
    for (const invite of examined.transactions) {
      const { final } = invite;
      if (invite.method !== "INVITE" || final === null || final.status < 300 || invite.acks.length > 0 || invite.requests.length === 0)
        continue;
      const copies = invite.responses.filter(({ status }) => status === final.status);
      const last = copies.at(-1);
      if (copies.length < 3 || last === undefined) continue;
      return found({
        sentence: `${examined.name(invite.dst)} sent its ${final.title} ${times(copies.length)}, because no ACK came from ${examined.name(invite.src)}.`,
        host: invite.src,
        evidence: [
          shows(final, final.title),
          shows(last, `the same for the ${nth(copies.length)} time`),
          missing(invite.callId, final.atUs, `no ACK from ${invite.src}`),
        ],
      });
    }
    return ABSENT;
  },
};
