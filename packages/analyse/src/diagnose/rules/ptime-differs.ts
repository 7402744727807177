// How much speech one packet holds is each receiver's wish; many senders follow their own.
import { answeredPairs } from "../exchanges.ts";
import { hearing, heardIn } from "../directions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const ptimeDiffers: Rule = {
  id: "ptime_differs",
  title: "Different packet times",
  severity: "info",
  weight: "oddity",
  looksFor: "Different a=ptime in offer and answer, or captured media whose packets come at another rhythm than its receiver asked for.",
  source: "RFC 8866 §6.4; RFC 3264 §5.1, §6.1",
  nextStep: "Set the same packet time on both sides, 20 ms as a rule; odd sizes trouble jitter buffers and transcoders, and short ones cost bandwidth.",
  needs: [NEED.offerAnswer],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || offer.port === 0 || answer.port === 0) continue;
      if (offer.ptimeMs > 0 && answer.ptimeMs > 0 && offer.ptimeMs !== answer.ptimeMs)
        return found({
          sentence: `${examined.name(exchange.offeredBy)} wants ${offer.ptimeMs} ms of speech in a packet, ${examined.name(exchange.answeredBy)} wants ${answer.ptimeMs} ms.`, host: exchange.answeredBy,
          evidence: [shows(exchange.offer, `a=ptime:${offer.ptimeMs}`), shows(exchange.answer, `a=ptime:${answer.ptimeMs}`)],
        });
      const asked = { caller_to_callee: answer.ptimeMs, callee_to_caller: offer.ptimeMs, unknown: 0 };
      const stream = examined.quality?.streams.find(({ callId, rtp, direction, packets }) => callId === exchange.callId && rtp !== null && (packets ?? 0) >= 100 && isOther(rtp.meanDeltaMs, asked[direction]));
      if (stream?.rtp == null || exchange.delayed) continue;
      const { speaker, listener, host } = hearing(examined, stream);
      return found({
        sentence: `The device of ${speaker} sends a packet every ${Math.round(stream.rtp.meanDeltaMs)} ms, where that of ${listener} asked for ${asked[stream.direction]} ms.`, host,
        evidence: [heardIn(stream, `${stream.rtp.meanDeltaMs.toFixed(1)} ms between packets`), shows(stream.direction === "caller_to_callee" ? exchange.answer : exchange.offer, `a=ptime:${asked[stream.direction]}`)],
      });
    }
    return ABSENT;
  },
};

/** Packets come in steps of 5 ms at least; a quarter off is no jitter any more. */
const isOther = (deltaMs: number, askedMs: number): boolean => askedMs > 0 && deltaMs > 0 && Math.abs(deltaMs - askedMs) > Math.max(askedMs / 4, 4);
