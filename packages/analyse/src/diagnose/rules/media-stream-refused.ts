// Port 0 in an answer refuses that one stream, and the call goes on without it.
import { mediaPairs, codecList, type Exchange } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const mediaStreamRefused: Rule = {
  id: "media_stream_refused",
  title: "Stream refused in the answer",
  severity: "info",
  weight: "oddity",
  looksFor: "An offered stream that the answer of a 2xx sets to port 0. A warning when no audio is left of a call that offered some; video, fax and text are only noted.",
  source: "RFC 3264 §6",
  nextStep: "For audio compare codecs and profile (RTP/AVP, RTP/SAVP) with what this host takes; for video and text look at its settings.",
  needs: [NEED.offerAnswer],
  explains: ["no_audio", "very_short_call"],
  examine(examined) {
    const refused = mediaPairs(examined).filter(({ exchange, offer, answer }, at, all) => offer.port > 0 && answer?.port === 0 && isTaken(exchange) && !isTakenLater(exchange, all.slice(0, at).filter((pair) => pair.exchange === exchange).length));
    const silent = refused.find(({ exchange, offer }) => offer.kind === "audio" && !exchange.answerSdp?.media.some(({ port }) => port > 0));
    // Of alternatives, SRTP beside RTP, one is refused as a matter of course.
    const other = refused.find(({ exchange, offer }) => !exchange.answerSdp?.media.some(({ kind, port }) => kind === offer.kind && port > 0));
    const pair = silent ?? other;
    if (pair?.exchange.answer == null) return ABSENT;
    const { exchange, offer } = pair;
    return found({
      sentence: silent === undefined ? `${examined.name(exchange.answeredBy)} took the call without ${offer.kind}.` : `${examined.name(exchange.answeredBy)} answered the call but refused its audio (${codecList(offer)}, ${offer.transport}).`,
      host: exchange.answeredBy, severity: silent === undefined ? "info" : "warning", weight: silent === undefined ? "oddity" : "mechanism",
      evidence: [shows(exchange.offer, `offers ${offer.kind} at port ${offer.port}, ${offer.transport}`), shows(pair.exchange.answer, `answers ${offer.kind} with port 0`)],
    });
  },
};

/** Answered by a 2xx, whether it carries the answer or a provisional response before it did (RFC 6337 §3.1.1). */
const isTaken = ({ answer, delayed, last }: Exchange): boolean => answer !== null && !delayed && (answer.status >= 200 || (last.final !== null && last.final.status < 300));

/** The 2xx is free to say otherwise than an unreliable provisional response of another fork did. */
const isTakenLater = ({ answer, others }: Exchange, line: number): boolean => answer !== null && answer.status < 200 && others.some(({ status, sdp }) => status >= 200 && (sdp?.media[line]?.port ?? 0) > 0);
