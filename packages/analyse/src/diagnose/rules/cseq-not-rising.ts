// The CSeq of one side falls back within the call: the other side must refuse such requests.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import type { CaseMessage } from "../case-message.ts";

export const cseqNotRising: Rule = {
  id: "cseq_not_rising",
  title: "CSeq falls back",
  severity: "warning",
  weight: "mechanism",
  looksFor: "A request within the call has a lower CSeq than one its side sent before, and is refused with 4xx or 5xx.",
  source: "RFC 3261 §12.2.1.1, §12.2.2",
  nextStep: "The sender's software, or a B2BUA that counts for both sides, has a fault.",
  needs: [NEED.requests, NEED.responses],
  explains: ["refresh_failed", "server_error", "dialog_unknown", "abnormal_release"],
  examine(examined) {
    for (const leg of examined.legs) {
      const highest = new Map<string, CaseMessage>();
      for (const one of leg.transactions) {
        const request = one.requests[0];
        if (request === undefined || request.sip.toTag === "" || one.method === "CANCEL" || one.parent !== null) continue;
        const side = `${request.sip.fromTag}|${request.sip.toTag}|${request.view.src}`;
        const before = highest.get(side);
        if (before === undefined || request.sip.cseq > before.sip.cseq) highest.set(side, request);
        else if (request.sip.cseq < before.sip.cseq && one.final !== null && one.final.status >= 400)
          return found({
            sentence: `${examined.name(one.src)} counted backwards: its ${one.method} has CSeq ${request.sip.cseq} after ${before.sip.cseq}, and ${examined.name(one.dst)} refused it.`,
            host: one.src,
            evidence: [
              shows(before, `${before.method} with CSeq ${before.sip.cseq}`),
              shows(request, `${one.method} with CSeq ${request.sip.cseq}`),
              shows(one.final, one.final.title),
            ],
          });
      }
    }
    return ABSENT;
  },
};
