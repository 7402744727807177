// A re-INVITE or UPDATE changed the codec of a running call.
import { answeredPairs, codecText, speechCodecs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const codecChanged: Rule = {
  id: "codec_changed",
  title: "Codec changed in the call",
  severity: "info",
  weight: "oddity",
  looksFor: "Two answers of one leg whose first codec for audio differs.",
  source: "RFC 3264 §8.3.2; RFC 6337 §5.1",
  nextStep: "If the sound changed at that moment, look at who asked for the change and why: media taken out of a relay, fax, or a transfer.",
  needs: [NEED.offerAnswer],
  examine(examined) {
    const pairs = answeredPairs(examined).filter(({ answer, exchange }) => answer.port > 0 && exchange.answer !== null && speechCodecs(answer).length > 0);
    for (const [i, later] of pairs.entries()) {
      const before = pairs.slice(0, i).findLast(({ exchange }) => exchange.callId === later.exchange.callId);
      const [was, is] = [before && speechCodecs(before.answer)[0], speechCodecs(later.answer)[0]];
      if (!before?.exchange.answer || !later.exchange.answer || !was || !is || was.name === "" || was.name.toLowerCase() === is.name.toLowerCase()) continue;
      return found({
        sentence: `The codec changed from ${codecText(was)} to ${codecText(is)} in the middle of the call, asked for by ${examined.name(later.exchange.offeredBy)}.`, host: later.exchange.offeredBy,
        evidence: [shows(before.exchange.answer, `agreed: ${codecText(was)}`), shows(later.exchange.offer, "new offer"), shows(later.exchange.answer, `agreed: ${codecText(is)}`)],
      });
    }
    return ABSENT;
  },
};
