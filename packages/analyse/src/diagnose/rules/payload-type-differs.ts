// Each side may give a codec a number of its own. That is right, and still breaks peers that expect their own number back.
import { answeredPairs, codecText, isSameCodec } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { silencesOf } from "../silence.ts";

const FIRST_DYNAMIC = 96;

export const payloadTypeDiffers: Rule = {
  id: "payload_type_differs",
  title: "Different payload types for one codec",
  severity: "info",
  weight: "oddity",
  looksFor: "The same codec under different dynamic payload types in offer and answer. A warning when a side was not heard.",
  source: "RFC 3264 §5.1, §6.1; RFC 3551 §3",
  nextStep: "Let the answerer take over the numbers of the offer, as RFC 3264 recommends.",
  needs: [NEED.offerAnswer],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || answer.port === 0) continue;
      for (const given of answer.codecs) {
        if (given.payloadType < FIRST_DYNAMIC) continue;
        const same = offer.codecs.filter((asked) => asked.name !== "" && isSameCodec(asked, given) && asked.channels === given.channels);
        const asked = same[0];
        if (asked === undefined || asked.payloadType < FIRST_DYNAMIC || same.some(({ payloadType }) => payloadType === given.payloadType)) continue;
        const hurts = silencesOf(examined).length > 0;
        return found({
          sentence: `${codecText(given)} has the number ${asked.payloadType} at ${examined.name(exchange.offeredBy)} and ${given.payloadType} at ${examined.name(exchange.answeredBy)}${hurts ? ", and a side was not heard" : ""}.`,
          host: exchange.answeredBy, severity: hurts ? "warning" : "info", evidence: [shows(exchange.offer, `${asked.payloadType} = ${codecText(asked)}`), shows(exchange.answer, `${given.payloadType} = ${codecText(given)}`)],
        });
      }
    }
    return ABSENT;
  },
};
