// The CANCEL is answered with 481: the far side knows no INVITE that it could belong to.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import type { CaseMessage } from "../case-message.ts";

export const cancelNotMatched: Rule = {
  id: "cancel_not_matched",
  title: "CANCEL fits no INVITE",
  severity: "warning",
  weight: "outcome",
  looksFor: "A CANCEL gets 481 while the INVITE it means had no final response yet.",
  source: "RFC 3261 §9.1, §9.2",
  nextStep:
    "CANCEL must repeat Request-URI, top Via branch, From, To and CSeq number of the INVITE, and wait for its first provisional response.",
  needs: [NEED.requests, NEED.bothWays],
  explains: ["cancel_ignored", "caller_gave_up", "call_never_completed"],
  examine(examined) {
    for (const leg of examined.legs)
      for (const cancel of leg.of("CANCEL")) {
        const request = cancel.requests[0];
        const { final } = cancel;
        if (request === undefined || final?.status !== 481) continue;
        const invite = leg
          .of("INVITE")
          .findLast(({ srcIp, dstIp, startUs }) => srcIp === cancel.srcIp && dstIp === cancel.dstIp && startUs <= cancel.startUs);
        const asked = invite?.requests[0];
        // One that comes after the answer is only late.
        if (invite === undefined || (invite.final !== null && invite.final.atUs <= request.atUs)) continue;
        const differs = asked === undefined ? "" : difference(asked, request);
        return found({
          sentence: `${examined.name(cancel.dst)} does not know which call the CANCEL of ${examined.name(cancel.src)} means${differs === "" ? "" : `: its ${differs} is not that of the INVITE`}.`,
          host: cancel.src,
          evidence: [
            ...(asked === undefined ? [] : [shows(asked, `INVITE with branch ${asked.sip.branch}`)]),
            shows(request, `CANCEL with branch ${request.sip.branch}`),
            shows(final, final.title),
          ],
        });
      }
    return ABSENT;
  },
};

function difference(invite: CaseMessage, cancel: CaseMessage): string {
  if (invite.sip.branch !== cancel.sip.branch) return "Via branch";
  if (invite.sip.cseq !== cancel.sip.cseq) return "CSeq";
  if (invite.sip.requestUri !== cancel.sip.requestUri) return "Request-URI";
  return invite.sip.fromTag === cancel.sip.fromTag ? "" : "From tag";
}
