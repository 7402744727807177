// Keys for SRTP that do not fit together: the answer must name one of the offered tags with its suite.
import { answeredPairs, isSecure } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { listed } from "../words.ts";

export const sdesNotMatching: Rule = {
  id: "sdes_not_matching",
  title: "SRTP keys that do not fit",
  severity: "error",
  weight: "mechanism",
  looksFor: "Offer and answer with RTP/SAVP where the answer's a=crypto has a tag or suite that was not offered, or where a side gives no key at all.",
  source: "RFC 4568 §5.1.2, §7.1.2",
  nextStep: "Compare the cipher suites that both devices allow; the answer must repeat tag and suite of one offered line.",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio", "very_short_call", "poor_quality"],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || offer.port === 0 || answer.port === 0 || !isSecure(offer) || !isSecure(answer) || offer.fingerprint !== null || answer.fingerprint !== null) continue;
      const fits = answer.crypto.some(({ tag, suite }) => offer.crypto.some((one) => one.tag === tag && one.suite.toUpperCase() === suite.toUpperCase()));
      if (fits) continue;
      const lines = (crypto: typeof offer.crypto): string => listed(crypto.map(({ tag, suite }) => `${tag} ${suite}`)) || "no key";
      const culprit = offer.crypto.length === 0 ? exchange.offeredBy : exchange.answeredBy;
      return found({
        sentence: `The keys for encrypted audio do not fit: ${examined.name(exchange.offeredBy)} offered ${lines(offer.crypto)}, ${examined.name(exchange.answeredBy)} answered ${lines(answer.crypto)}.`, host: culprit,
        evidence: [shows(exchange.offer, `a=crypto: ${lines(offer.crypto)}`), shows(exchange.answer, `a=crypto: ${lines(answer.crypto)}`)],
      });
    }
    return ABSENT;
  },
};
