// An INVITE without an offer: the offer should come with the answer and be answered in the ACK. One of the two is missing, so no media can flow.
import { answer } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const delayedOfferUnanswered: Rule = {
  id: "delayed_offer_unanswered",
  title: "Late offer not completed",
  severity: "error",
  weight: "mechanism",
  looksFor: "The INVITE has no SDP, and the 2xx brings none, or its ACK on the same hop does not answer it.",
  source: "RFC 3261 §13.2.1; RFC 3264 §4",
  nextStep: "Let the caller's side offer in the INVITE (often a setting of the SBC), or mend the side that leaves its part out.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["very_short_call", "no_audio", "one_way_audio", "media_timeout"],
  examine(examined) {
    for (const invite of examined.invites) {
      const [request, ok, ack] = [invite.requests[0], answer(invite), invite.acks[0]];
      if (
        request === undefined ||
        ok === undefined ||
        request.sdp !== null ||
        invite.children.length > 0 ||
        request.body !== "" ||
        request.isCut ||
        ok.isCut ||
        invite.acks.some(({ isCut }) => isCut)
      )
        continue;
      // Reliable 18x and PRACK or UPDATE may carry offer and answer too.
      const between = examined.messages.some(
        ({ callId, sdp, method, atUs }) =>
          callId === invite.callId && sdp !== null && (method === "PRACK" || method === "UPDATE") && atUs < ok.atUs,
      );
      if (between) continue;
      if (ok.sdp === null)
        return found({
          sentence: `Neither side offered media: the INVITE of ${examined.name(invite.src)} has no SDP, and the answer of ${examined.name(invite.dst)} has none either.`,
          host: invite.dst,
          evidence: [shows(request, "INVITE without SDP"), shows(ok, `${ok.title} without SDP`)],
        });
      if (ack !== undefined && invite.acks.every(({ sdp }) => sdp === null))
        return found({
          sentence: `${examined.name(invite.src)} never answered the offer that ${examined.name(invite.dst)} made in its ${ok.title}.`,
          host: invite.src,
          evidence: [shows(ok, `offer in ${ok.title}`), shows(ack, "ACK without SDP")],
        });
    }
    return ABSENT;
  },
};
