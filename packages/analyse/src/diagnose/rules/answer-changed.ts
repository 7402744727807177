// The description in the 2xx is not the one already given in 18x: a second answer that is not allowed, and media may switch or fail.
import type { Sdp } from "@sipglass/decode";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const answerChanged: Rule = {
  id: "answer_changed",
  title: "Two different answers",
  severity: "info",
  weight: "oddity",
  looksFor: "A reliable 18x (RSeq) and the 2xx with the same To tag carry SDP with different addresses, ports or codecs.",
  source: "RFC 3261 §13.2.1; RFC 6337 §3.1.1",
  nextStep: "If the caller hears nothing after the answer, this is why: the answering side must keep its first answer, or use UPDATE.",
  needs: [NEED.setup, NEED.offer],
  examine(examined) {
    for (const { responses, dst } of examined.invites) {
      const ok = responses.find(({ status, sdp }) => status >= 200 && status < 300 && sdp !== null);
      const early = responses.find(
        (message) =>
          message.status < 200 && message.sdp !== null && message.sip.toTag === ok?.sip.toTag && message.header("rseq") !== undefined,
      );
      if (!ok?.sdp || !early?.sdp || media(ok.sdp) === media(early.sdp)) continue;
      return found({
        sentence: `${examined.name(dst)} gave two different answers to one offer: first ${media(early.sdp)}, then ${media(ok.sdp)}.`,
        host: dst,
        evidence: [shows(early, `answer in ${early.title}: ${media(early.sdp)}`), shows(ok, `another in ${ok.title}: ${media(ok.sdp)}`)],
      });
    }
    return ABSENT;
  },
};

const media = (sdp: Sdp): string =>
  sdp.media
    .map(
      ({ kind, address, port, codecs }) =>
        `${kind} ${address}:${port} ${codecs.map(({ name, payloadType }) => name || payloadType).join("/")}`,
    )
    .join(", ");
