// One side speaks encrypted media (RTP/SAVP), the other plain (RTP/AVP).
import { answeredPairs, isSecure, mediaPairs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const REFUSED = new Set([415, 488, 606]);

export const srtpMismatch: Rule = {
  id: "srtp_mismatch",
  title: "Encrypted media on one side only",
  severity: "error",
  weight: "mechanism",
  looksFor: "RTP/SAVP offered and RTP/AVP answered, or the reverse; or a call refused with 488, 606 or 415 whose offer had encrypted audio only.",
  source: "RFC 3711 §3; RFC 4568 §5.1.2, §7.1.2",
  nextStep: "Set both sides to SRTP or both to RTP, or let the offer hold both as alternatives; a border controller can translate.",
  needs: [NEED.offer, NEED.responses],
  explains: ["media_not_acceptable", "media_stream_refused", "one_way_audio", "no_audio", "very_short_call"],
  examine(examined) {
    for (const { exchange, offer, answer } of answeredPairs(examined)) {
      if (exchange.answer === null || offer.port === 0 || answer.port === 0 || isSecure(offer) === isSecure(answer)) continue;
      return found({
        sentence: `${examined.name(exchange.offeredBy)} offered ${isSecure(offer) ? "encrypted" : "plain"} audio and ${examined.name(exchange.answeredBy)} answered with ${isSecure(answer) ? "encrypted" : "plain"}: they will not understand each other.`, host: exchange.answeredBy,
        evidence: [shows(exchange.offer, `offers ${offer.transport}`), shows(exchange.answer, `answers ${answer.transport}`)],
      });
    }
    const refused = examined.failure?.final;
    const audio = mediaPairs(examined).filter(({ exchange, offer }) => exchange.initial && offer.kind === "audio" && offer.port > 0);
    const pair = audio[0];
    if (refused == null || !REFUSED.has(refused.status) || pair === undefined || !audio.every(({ offer }) => isSecure(offer))) return ABSENT;
    return found({
      sentence: `${examined.name(refused.from)} refused the call (${refused.title}); ${examined.name(pair.exchange.offeredBy)} had offered encrypted audio only.`, host: refused.from, severity: "warning",
      evidence: [shows(pair.exchange.offer, `offers ${pair.offer.transport} and nothing else`), shows(refused, refused.title)],
    });
  },
};
