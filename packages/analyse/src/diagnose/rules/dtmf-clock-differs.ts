// Telephone events must run at the clock of the codec beside them.
import { answeredPairs, codecText, speechCodecs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const dtmfClockDiffers: Rule = {
  id: "dtmf_clock_differs",
  title: "Telephone events at another clock",
  severity: "info",
  weight: "oddity",
  looksFor: "An answer whose first codec has a clock rate for which it names no telephone-event, while it names one of another rate.",
  source: "RFC 4733 §2.1; RFC 7587 §4.1",
  nextStep: "If menus do not hear the keys, offer telephone-event at the clock of each codec (opus: 48000), or force a codec of 8000.",
  needs: [NEED.offerAnswer],
  examine(examined) {
    for (const { exchange, answer } of answeredPairs(examined)) {
      const codec = speechCodecs(answer)[0];
      const events = answer.codecs.filter(({ name }) => name.toLowerCase() === "telephone-event");
      if (exchange.answer === null || answer.port === 0 || codec === undefined || codec.clockRate === 0 || events.length === 0 || events.some(({ clockRate }) => clockRate === codec.clockRate)) continue;
      const rate = events[0]?.clockRate ?? 0;
      return found({
        sentence: `${examined.name(exchange.answeredBy)} agreed on ${codecText(codec)} with keys at a clock of ${rate}: some devices will not hear them.`, host: exchange.answeredBy,
        evidence: [shows(exchange.answer, `${codecText(codec)} at ${codec.clockRate} Hz, telephone-event at ${rate} Hz`)],
      });
    }
    return ABSENT;
  },
};
