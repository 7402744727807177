// Of a hop only one direction was captured: what is missing there proves nothing.
import type { CaseMessage } from "../case-message.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const capturedOneWay: Rule = {
  id: "captured_one_way",
  title: "Captured in one direction only",
  severity: "info",
  weight: "capture",
  looksFor: "All messages between two hosts go one way, and some of them could not be without others that came back: an INVITE with its ACK, or a response.",
  source: "RFC 3261 §12.2.1.1, §13.2.2.4, §17.1",
  nextStep: "Capture both directions of this hop: mirror ports often copy received packets only, and some agents see only what their host sends.",
  needs: [NEED.signalling],
  explains: ["capture_began_late"],
  examine(examined) {
    const hops: { a: string; b: string; there: CaseMessage[]; back: CaseMessage[] }[] = [];
    for (const message of examined.messages) {
      const { src, dst } = message.view;
      const hop = hops.find(({ a, b }) => (a === src && b === dst) || (a === dst && b === src));
      if (hop === undefined) hops.push({ a: src, b: dst, there: [message], back: [] });
      else (hop.a === src ? hop.there : hop.back).push(message);
    }
    for (const { there, back } of hops) {
      const seen = back.length === 0 ? there : there.length === 0 ? back : [];
      const proof = seen.find((message) => !message.isRequest || (message.method === "ACK" && seen.some(({ isRequest, method, sip }) => isRequest && method === "INVITE" && sip.cseq === message.sip.cseq)));
      if (proof === undefined || proof.view.src === proof.view.dst) continue;
      return found({
        sentence: `Only what ${examined.name(proof.from)} sends to ${examined.name(proof.to)} was captured, nothing of what comes back.`, host: proof.from,
        evidence: [shows(proof, `${proof.title}: there must have been ${proof.isRequest ? "a response" : "a request"} before it`)],
      });
    }
    return ABSENT;
  },
};
