// One side expects its media at an IPv4 address, the other at an IPv6 one: without ICE or a relay nothing can pass.
import { answeredPairs, isNowhere, mediaEnd } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const addressFamilyDiffers: Rule = {
  id: "address_family_differs",
  title: "IPv4 on one side, IPv6 on the other",
  severity: "error",
  weight: "mechanism",
  looksFor: "Media addresses of different families in offer and answer of the same exchange, without ICE.",
  source: "RFC 6157 §4, §4.2",
  nextStep: "Put a media relay with both families between the two, or use ICE with candidates of both.",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio", "media_timeout", "very_short_call"],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || offer.port === 0 || answer.port === 0 || (offer.ice.ufrag && answer.ice.ufrag) || isNowhere(offer.address) || isNowhere(answer.address)) continue;
      const [a, b] = [familyOf(offer.address), familyOf(answer.address)];
      if (a === "" || b === "" || a === b) continue;
      return found({
        sentence: `${examined.name(exchange.offeredBy)} wants its audio by ${a} and ${examined.name(exchange.answeredBy)} by ${b}: they cannot send to each other.`, host: exchange.answeredBy,
        evidence: [shows(exchange.offer, `audio at ${mediaEnd(offer)}`), shows(exchange.answer, `audio at ${mediaEnd(answer)}`)],
      });
    }
    return ABSENT;
  },
};

/** "" for names. */
const familyOf = (address: string): string => (address.includes(":") ? "IPv6" : /^\d+\.\d+\.\d+\.\d+$/.test(address) ? "IPv4" : "");
