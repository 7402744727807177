// Content-Length and body do not agree: something between rewrote the body, most often a router's SIP ALG.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const contentLengthWrong: Rule = {
  id: "content_length_wrong",
  title: "Body and Content-Length disagree",
  severity: "warning",
  weight: "mechanism",
  looksFor: "A message whose Content-Length is longer than its body, or contradicts itself.",
  source: "RFC 3261 §18.3, §20.14",
  nextStep: "Switch off the SIP ALG of the routers between; compare the message with the same one a hop before.",
  needs: [NEED.signalling],
  explains: ["bad_request"],
  examine(examined) {
    const bad = examined.messages.find(({ sip }) =>
      sip.defects.some(
        (defect) => defect === "content_length_too_large" || defect === "content_length_conflict" || defect === "content_length_negative",
      ),
    );
    if (bad === undefined) return ABSENT;
    const refused = examined.messages.find(
      ({ status, sip }) => status === 400 && sip.cseq === bad.sip.cseq && sip.cseqMethod === bad.method,
    );
    return found({
      ...(refused === undefined ? { severity: "warning" as const, weight: "harm" as const } : {}),
      sentence: `The ${bad.title} of ${examined.name(bad.from)} says Content-Length ${bad.header("content-length") ?? ""}, and its body has ${bad.body.length} bytes.`,
      host: bad.from,
      evidence: [
        shows(bad, `Content-Length ${bad.header("content-length") ?? ""}, body ${bad.body.length} bytes`),
        ...(refused === undefined ? [] : [shows(refused, refused.title)]),
      ],
    });
  },
};
