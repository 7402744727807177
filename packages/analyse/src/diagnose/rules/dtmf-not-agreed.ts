// Keys pressed in the call travel as telephone events, when both sides say so. In a compressed codec they do not survive as sound.
import type { SdpMedia } from "@sipglass/decode";
import { answeredPairs, codecText, speechCodecs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

/** Tones pass unharmed. */
const TRANSPARENT = /^(PCMU|PCMA|G722|L16|G726.*)$/i;
const hasEvents = ({ codecs }: SdpMedia): boolean => codecs.some(({ name }) => name.toLowerCase() === "telephone-event");

export const dtmfNotAgreed: Rule = {
  id: "dtmf_not_agreed",
  title: "Telephone events on one side only",
  severity: "info",
  weight: "oddity",
  looksFor: "telephone-event in only one of offer and answer. A warning where the agreed codec would spoil the tones, no INFO carries digits, and keys were pressed all the same.",
  source: "RFC 4733 §2.1, §2.5.1.1",
  nextStep: "Set both sides to RFC 4733 (telephone-event), or let the gateway between them translate digits; without either, menus do not hear the keys.",
  needs: [NEED.offerAnswer],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || offer.port === 0 || answer.port === 0 || hasEvents(offer) === hasEvents(answer)) continue;
      const codec = speechCodecs(answer)[0];
      if (codec === undefined) continue;
      const spoilt = codec.name !== "" && !TRANSPARENT.test(codec.name) && !examined.messages.some(({ method }) => method === "INFO");
      const pressed = spoilt && examined.quality?.streams.some(({ callId, rtp }) => callId === exchange.callId && (rtp?.dtmf.length ?? 0) > 0) === true;
      const [without, host] = hasEvents(offer) ? ["the answer", exchange.answeredBy] : ["the offer", exchange.offeredBy];
      return found({
        sentence: `${examined.name(host)} does not take telephone events, so keys pressed travel as tones${spoilt ? `, which ${codecText(codec)} spoils` : ` in ${codecText(codec)}`}.`, host, severity: pressed ? "warning" : "info", weight: pressed ? "harm" : "oddity",
        evidence: [shows(exchange.offer, hasEvents(offer) ? "offers telephone-event" : "offers no telephone-event"), shows(exchange.answer, `${without} lacks it; codec ${codecText(codec)}`)],
      });
    }
    return ABSENT;
  },
};
