// One call reaches the same host by two ways: forked above and merged again, the second copy is refused with 482.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const mergedRequest: Rule = {
  id: "merged_request",
  title: "Same call by two ways",
  severity: "warning",
  weight: "mechanism",
  looksFor:
    "Two INVITEs with equal Call-ID, From tag and CSeq arrive at one host with different top Vias at the same hop count, and one gets 482.",
  source: "RFC 3261 §8.2.2.2",
  nextStep: "Two routes above lead to the same phone: registered twice, or a fork whose branches meet again.",
  needs: [NEED.setup, NEED.responses],
  explains: ["too_many_hops"],
  examine(examined) {
    for (const refused of examined.invites) {
      if (refused.final?.status !== 482) continue;
      const twin = examined.invites.find(
        (one) =>
          one !== refused &&
          one.callId === refused.callId &&
          one.dst === refused.dst &&
          one.cseq === refused.cseq &&
          one.branch !== refused.branch &&
          one.requests[0]?.sip.fromTag === refused.requests[0]?.sip.fromTag &&
          one.requests[0]?.vias.length === refused.requests[0]?.vias.length,
      );
      const [a, b] = [twin?.requests[0], refused.requests[0]];
      if (a === undefined || b === undefined) continue;
      return found({
        sentence: `The call reached ${examined.name(refused.dst)} by two ways, from ${examined.name(a.from)} and ${examined.name(b.from)}, and the second was refused.`,
        host: refused.src,
        evidence: [
          shows(a, `INVITE from ${a.from}`),
          shows(b, `the same INVITE from ${b.from}`),
          shows(refused.final, refused.final.title),
        ],
      });
    }
    return ABSENT;
  },
};
