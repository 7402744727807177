// An answer may only choose from what was offered; when it has nothing in common with it, the two sides speak past each other.
import { answeredPairs, codecList, isSameCodec, speechCodecs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const answerCodecNotOffered: Rule = {
  id: "answer_codec_not_offered",
  title: "Answer without a common codec",
  severity: "error",
  weight: "mechanism",
  looksFor: "An answer that accepts audio and names codecs none of which the offer had.",
  source: "RFC 3264 §6.1",
  nextStep: "Compare the codec lists of both accounts; a gateway between them must transcode, or the answer must refuse the stream (port 0, or 488).",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio", "very_short_call", "payload_type_not_agreed", "poor_quality"],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      const [asked, given] = [speechCodecs(offer), speechCodecs(answer)];
      if (offer.port === 0 || answer.port === 0 || exchange.answer === null || asked.length === 0 || given.length === 0) continue;
      if (given.some((one) => asked.some((other) => isSameCodec(one, other)))) continue;
      return found({
        sentence: `${examined.name(exchange.answeredBy)} answered with codecs that nobody offered: ${codecList(answer)} instead of ${codecList(offer)}.`, host: exchange.answeredBy,
        evidence: [shows(exchange.offer, `offers ${codecList(offer)}`), shows(exchange.answer, `answers ${codecList(answer)}`)],
      });
    }
    return ABSENT;
  },
};
