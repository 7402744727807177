// Both sides gathered candidates and no pair of them worked: nothing was heard, or the end of the call says so.
import { answeredPairs } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { silencesOf } from "../silence.ts";

const SAYS_SO = /\bice\b|candidate|dtls|no media|media (?:time-?out|inactivity)/i;

export const iceFailed: Rule = {
  id: "ice_failed",
  title: "No media path found (ICE)",
  severity: "error",
  weight: "mechanism",
  looksFor: "Offer and answer both with ICE, and then a side that was not heard, or a BYE or CANCEL whose Reason names ICE, DTLS or missing media.",
  source: "RFC 8445 §7.2.5.2, §8.1.2",
  nextStep: "Is there a relay (TURN) candidate on the side behind the firewall, and can it be reached? Look at whether STUN checks get answers.",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio", "media_timeout", "very_short_call", "abnormal_release"],
  examine(examined) {
    const pair = answeredPairs(examined).find(({ exchange, offer, answer }) => exchange.answer !== null && answer.port > 0 && offer.ice.ufrag && answer.ice.ufrag);
    const given = pair?.exchange.answer;
    if (pair === undefined || given == null) return ABSENT;
    const { exchange, offer, answer } = pair;
    const silence = silencesOf(examined).find(({ media }) => media.leg.call.id === exchange.callId);
    const told = examined.messages.find(({ isRequest, method, reasons, callId }) => callId === exchange.callId && isRequest && (method === "BYE" || method === "CANCEL") && reasons.some(({ text }) => SAYS_SO.test(text)));
    if (silence === undefined && told === undefined) return ABSENT;
    const isGathered = [offer, answer].some(({ ice }) => ice.candidates > 0);
    return found({
      sentence: `${examined.name(exchange.offeredBy)} and ${examined.name(exchange.answeredBy)} found no way for the audio between their networks${told === undefined ? "" : ` ("${told.reasons.find(({ text }) => SAYS_SO.test(text))?.text ?? ""}")`}.`,
      host: told?.from ?? exchange.answeredBy,
      evidence: [
        shows(exchange.offer, `ICE with ${offer.ice.candidates} candidates${isGathered ? "" : ", all to come later"}`), shows(given, `ICE with ${answer.ice.candidates} candidates`),
        ...(told === undefined ? [] : [shows(told, `Reason: ${told.reasons.map(({ text }) => text).join(", ")}`)]), ...(silence === undefined ? [] : [missing(exchange.callId, silence.media.leg.call.answeredAtUs, `not heard: ${silence.unheard.join(" and ")}`)]),
      ],
    });
  },
};
