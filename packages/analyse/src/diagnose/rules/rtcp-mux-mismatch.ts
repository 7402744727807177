// RTCP on the media's own port only works when both sides said so.
import { answeredPairs, type MediaPair } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const rtcpMuxMismatch: Rule = {
  id: "rtcp_mux_mismatch",
  title: "RTCP port not agreed",
  severity: "info",
  weight: "oddity",
  looksFor: "An answer with a=rtcp-mux that was not offered; a warning for one without it where a=rtcp-mux-only was offered, and for one with a bundle that was not offered.",
  source: "RFC 5761 §5.1.1; RFC 8035 §3; RFC 8858 §4.3; RFC 9143 §7.3",
  nextStep: "Switch rtcp-mux and bundling on or off on both sides alike; browsers insist on rtcp-mux.",
  needs: [NEED.offerAnswer],
  explains: ["rtcp_one_sided", "rtcp_absent"],
  examine(examined) {
    for (const pair of answeredPairs(examined)) {
      const { exchange, offer, answer } = pair;
      if (exchange.answer === null || offer.port === 0 || answer.port === 0) continue;
      const fault = faultOf(pair, exchange.answer.body);
      if (fault === undefined) continue;
      return found({
        sentence: `${examined.name(exchange.answeredBy)} ${fault.text}.`, host: exchange.answeredBy, severity: fault.insists ? "warning" : "info", weight: fault.insists ? "harm" : "oddity",
        evidence: [shows(exchange.offer, offer.rtcpMux ? "offers a=rtcp-mux" : "offers no rtcp-mux"), shows(exchange.answer, answer.rtcpMux ? "answers a=rtcp-mux" : "answers without rtcp-mux")],
      });
    }
    return ABSENT;
  },
};

function faultOf({ exchange, offer, answer }: MediaPair, answerBody: string): { text: string; insists: boolean } | undefined {
  const offerBody = exchange.offer.body;
  if (answer?.rtcpMux === true && !offer.rtcpMux) return { text: "sends RTCP on the port of the media although the offer did not allow it", insists: false };
  if (answer?.rtcpMux === false && /^a=rtcp-mux-only/im.test(offerBody)) return { text: "wants RTCP on a port of its own, where the offer allows none", insists: true };
  if (/^a=group:BUNDLE/im.test(answerBody) && !/^a=group:BUNDLE/im.test(offerBody)) return { text: "bundles media on one port although the offer did not ask for it", insists: true };
  return undefined;
}
