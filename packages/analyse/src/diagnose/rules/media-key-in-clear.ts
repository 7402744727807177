// The key of the encrypted media travels in readable signalling: who can listen can decrypt.
import { mediaPairs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const mediaKeyInClear: Rule = {
  id: "media_key_in_clear",
  title: "SRTP key sent in the clear",
  severity: "info",
  weight: "oddity",
  looksFor: "a=crypto in a message over UDP, TCP or WS, all without TLS, between two hosts.",
  source: "RFC 4568 §8.3",
  nextStep: "Use TLS for the signalling of devices with SDES, or DTLS-SRTP, which sends no keys.",
  needs: [NEED.offer],
  examine(examined) {
    const pair = mediaPairs(examined).find(({ exchange: { offer }, offer: { crypto } }) => crypto.length > 0 && offer.view.src !== offer.view.dst && /^(udp|tcp|ws)$/.test(offer.view.transport));
    if (pair === undefined) return ABSENT;
    const { offer } = pair.exchange;
    return found({
      sentence: `${examined.name(offer.from)} sent the key of its encrypted audio readable for everybody on the way (${offer.view.transport.toUpperCase()}).`, host: offer.from,
      evidence: [shows(offer, `a=crypto ${pair.offer.crypto[0]?.suite ?? ""} over ${offer.view.transport.toUpperCase()}`)],
    });
  },
};
