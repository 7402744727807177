// ICE was offered and not answered. Plain phones do without; a browser cannot.
import { answeredPairs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const iceNotAnswered: Rule = {
  id: "ice_not_answered",
  title: "ICE offered and not answered",
  severity: "info",
  weight: "oddity",
  looksFor: "An offer with ICE whose answer has none, or says a=ice-mismatch. An error where a browser's profile (UDP/TLS/RTP/SAVPF) was offered.",
  source: "RFC 8839 §4.2.5, §5.3; RFC 8829 §5.1.1",
  nextStep: "For a browser let a gateway with ICE answer. With ice-mismatch a box in between rewrote the address of the media: switch off its SIP ALG.",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio", "media_timeout", "very_short_call"],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || offer.port === 0 || answer.port === 0 || !offer.ice.ufrag) continue;
      const mismatch = answer.ice.candidates === 0 && /^a=ice-mismatch/im.test(exchange.answer.body);
      if (answer.ice.ufrag && !mismatch) continue;
      const isBrowser = /^UDP\/TLS\/RTP\/SAVPF$/i.test(offer.transport);
      return found({
        sentence: mismatch ? `${examined.name(exchange.answeredBy)} found that somebody on the way changed the media address of the offer (ice-mismatch).` : `${examined.name(exchange.answeredBy)} does not look for a media path together with ${examined.name(exchange.offeredBy)} (no ICE in its answer).`,
        host: exchange.answeredBy, severity: isBrowser ? "error" : mismatch ? "warning" : "info", weight: isBrowser || mismatch ? "mechanism" : "oddity",
        evidence: [shows(exchange.offer, `ICE offered, ${offer.ice.candidates} candidates, ${offer.transport}`), shows(exchange.answer, mismatch ? "a=ice-mismatch" : "no a=ice-ufrag")],
      });
    }
    return ABSENT;
  },
};
