// A device sends comfort noise in pauses to a peer that never said it understands it: the line sounds dead.
import { hearing, heardIn } from "../directions.ts";
import { answeredPairs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const comfortNoiseNotAgreed: Rule = {
  id: "comfort_noise_not_agreed",
  title: "Comfort noise nobody agreed on",
  severity: "info",
  weight: "harm",
  looksFor: "Captured media with comfort-noise packets in a leg where not both of offer and answer name CN.",
  source: "RFC 3389 §4, §5.1; RFC 3264 §6.1",
  nextStep: "Switch off silence suppression (VAD) on the sender, above all for fax and modems, or let both sides offer CN.",
  needs: [NEED.rtp, NEED.offerAnswer],
  examine(examined) {
    const stream = examined.quality?.streams.find(({ rtp }) => (rtp?.comfortNoise ?? 0) > 0);
    if (stream === undefined) return ABSENT;
    const pair = answeredPairs(examined).find(({ exchange, offer, answer }) => exchange.callId === stream.callId && exchange.answer !== null && ![offer, answer].every(({ codecs }) => codecs.some(({ name }) => name.toUpperCase() === "CN")));
    if (pair === undefined || pair.exchange.answer === null) return ABSENT;
    const { speaker, listener, host } = hearing(examined, stream);
    return found({
      sentence: `The device of ${speaker} stops sending in pauses; ${listener} may take the silence for a dead line.`, host,
      evidence: [heardIn(stream, `${stream.rtp?.comfortNoise} packets of comfort noise`), shows(pair.exchange.offer, "offer"), shows(pair.exchange.answer, "answer: CN is not in both")],
    });
  },
};
