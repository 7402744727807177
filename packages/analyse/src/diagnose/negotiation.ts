// The offers and answers of a session as a table: for each media line who offered and answered what, what was chosen, what changed since and what
// does not fit. The exchanges are those that the rules read.
import type { SdpCodec, SdpMedia } from "@sipglass/decode";
import type { MediaExchange, MediaSide, NegotiatedCodec, NegotiatedMedia, Negotiation } from "@sipglass/model";
import { Case, type DiagnosisInput } from "./case.ts";
import { codecText, exchangesOf, isNowhere, isSameCodec, isSecure, isSpeech, mediaEnd, receives, sends, type Exchange } from "./exchanges.ts";
import { dtlsFault, usesDtls } from "./rules/dtls-roles.ts";

export function negotiationOf(input: DiagnosisInput): Negotiation {
  const last = new Map<string, Exchange>();
  const exchanges = exchangesOf(new Case(input)).map((exchange) => {
    // What was never answered changed nothing (RFC 3264 §4).
    const before = last.get(exchange.callId);
    if (exchange.answer !== null) last.set(exchange.callId, exchange);
    return exchangeRow(exchange, before);
  });
  return { exchanges };
}

function exchangeRow(exchange: Exchange, before: Exchange | undefined): MediaExchange {
  const { offer, answer, offerSdp, answerSdp } = exchange;
  return {
    callId: exchange.callId, offerRef: offer.view.ref, offerTitle: offer.title, offeredAtUs: offer.atUs, answerRef: answer?.view.ref ?? "", answerTitle: answer?.title ?? "",
    answeredAtUs: answer?.atUs ?? 0, offeredBy: exchange.offeredBy, answeredBy: exchange.answeredBy, initial: exchange.initial, delayed: exchange.delayed,
    media: offerSdp.media.map((media, index) => mediaRow(media, answerSdp?.media[index] ?? null, before && linesBefore(exchange, before, index), exchange.answer !== null)),
  };
}

interface Lines {
  offerer: SdpMedia | undefined;
  answerer: SdpMedia | undefined;
}

/** The line as the same two sides had it before: who answered then may offer now. */
function linesBefore(exchange: Exchange, before: Exchange, index: number): Lines {
  const [offered, answered] = [before.offerSdp.media[index], before.answerSdp?.media[index]];
  const host = (end: string): string => end.replace(/:\d+$/, "");
  const isTurned = host(exchange.offeredBy) !== host(before.offeredBy) && host(exchange.offeredBy) === host(before.answeredBy);
  return isTurned ? { offerer: answered, answerer: offered } : { offerer: offered, answerer: answered };
}

function mediaRow(offer: SdpMedia, answer: SdpMedia | null, before: Lines | undefined, isAnswered: boolean): NegotiatedMedia {
  const accepted = answer !== null && answer.port > 0 && offer.port > 0;
  const chosen = accepted ? (answer.codecs.find(isSpeech) ?? answer.codecs[0]) : undefined;
  return {
    kind: offer.kind, offer: side(offer), answer: answer && side(answer), codecs: codecRows(offer, answer, chosen), chosen: chosenText(answer, accepted, chosen),
    direction: accepted ? agreedDirection(offer, answer) : answer === null ? "" : "inactive", changes: before === undefined ? [] : changesOf(offer, answer, before),
    problems: isAnswered ? problemsOf(offer, answer) : [],
  };
}

const chosenText = (answer: SdpMedia | null, accepted: boolean, chosen: SdpCodec | undefined): string =>
  chosen ? codecText(chosen) : accepted ? (answer?.formats[0] ?? "") : "";

function side(media: SdpMedia): MediaSide {
  const { port, transport, direction, ptimeMs, rtcpMux, rtcpPort, ice } = media;
  return {
    address: mediaEnd(media), port, transport, direction, ptimeMs, rtcp: rtcpMux ? "same port" : port === 0 ? "" : `port ${rtcpPort}`,
    security: securityText(media), ice: ice.ufrag || ice.candidates > 0 ? `${ice.candidates} candidate${ice.candidates === 1 ? "" : "s"}` : "none",
  };
}

function securityText(media: SdpMedia): string {
  const { fingerprint, setup, crypto } = media;
  if (fingerprint !== null) return `DTLS ${fingerprint.hash}${setup === "" ? "" : `, ${setup}`}`;
  if (crypto.length > 0) return `SDES ${crypto.map(({ suite }) => suite).join(", ")}`;
  return isSecure(media) ? "SRTP without keys" : "none";
}

function codecRows(offer: SdpMedia, answer: SdpMedia | null, chosen: SdpCodec | undefined): NegotiatedCodec[] {
  const rest = new Set(answer?.codecs);
  const row = (name: SdpCodec, asked: SdpCodec | undefined, given: SdpCodec | undefined): NegotiatedCodec => ({
    name: codecText(name), offered: asked?.payloadType ?? null, answered: given?.payloadType ?? null, offeredFmtp: asked?.fmtp ?? "", answeredFmtp: given?.fmtp ?? "",
    chosen: given !== undefined && given === chosen,
  });
  const offered = offer.codecs.map((asked) => {
    const given = [...rest].find((one) => one.payloadType === asked.payloadType && isSameCodec(asked, one)) ?? [...rest].find((one) => isSameCodec(asked, one));
    if (given !== undefined) rest.delete(given);
    return row(asked, asked, given);
  });
  return [...offered, ...[...rest].map((given) => row(given, undefined, given))];
}

/** Both sides' wishes together, as the offerer sees them (RFC 3264 §6.1). */
function agreedDirection(offer: SdpMedia, answer: SdpMedia): MediaSide["direction"] {
  const [out, back] = [sends(offer) && receives(answer), sends(answer) && receives(offer)];
  return out && back ? "sendrecv" : out ? "sendonly" : back ? "recvonly" : "inactive";
}

const HOLDS: Readonly<Record<string, string>> = { sendonly: "hold", inactive: "hold, both ways", recvonly: "listens only", sendrecv: "both ways again" };

function changesOf(offer: SdpMedia, answer: SdpMedia | null, before: Lines): string[] {
  if (before.offerer === undefined) return ["a medium that was not there before"];
  return [...sideChanges("offerer", before.offerer, offer), ...(answer === null || before.answerer === undefined ? [] : sideChanges("answerer", before.answerer, answer))];
}

function sideChanges(who: "offerer" | "answerer", was: SdpMedia, is: SdpMedia): string[] {
  if ((was.port === 0) !== (is.port === 0)) return [is.port === 0 ? `${who} ends this medium` : `${who} begins this medium`];
  if (is.port === 0) return [];
  const [codecsWas, codecsIs] = [codecNames(was), codecNames(is)];
  return [
    mediaEnd(was) === mediaEnd(is) ? "" : `${who} moved from ${mediaEnd(was)} to ${mediaEnd(is)}`,
    was.direction === is.direction ? "" : `${who}: ${was.direction} became ${is.direction}${who === "offerer" ? ` (${HOLDS[is.direction] ?? ""})` : ""}`,
    codecsWas === codecsIs ? "" : `${who}'s codecs: ${codecsWas} became ${codecsIs}`,
    was.transport === is.transport ? "" : `${who}: ${was.transport} became ${is.transport}`,
  ].filter((text) => text !== "");
}

const codecNames = ({ codecs, formats }: SdpMedia): string => codecs.map(codecText).join(", ") || formats.join(", ") || "none";

function problemsOf(offer: SdpMedia, answer: SdpMedia | null): string[] {
  if (offer.port === 0) return [];
  if (answer === null) return ["The answer has no line for this medium."];
  if (answer.port === 0) return ["The answer refuses this medium (port 0)."];
  const isOffered = (given: SdpCodec): boolean => offer.codecs.some((asked) => isSameCodec(asked, given));
  const unasked = answer.codecs.filter((given) => !isOffered(given));
  const [offers, takes] = [(one: SdpMedia) => one.codecs.some(({ name }) => /^telephone-event$/i.test(name)), (one: SdpMedia) => one.ice.ufrag || one.ice.candidates > 0];
  return [
    offer.codecs.length > 0 && answer.codecs.length > 0 && unasked.length === answer.codecs.length ? "No codec of the answer was offered." : "",
    unasked.length > 0 && unasked.length < answer.codecs.length ? `The answer has what was not offered: ${unasked.map(codecText).join(", ")}.` : "",
    answer.codecs.filter(({ name }) => name !== "").every((given) => !isSpeech(given)) && answer.codecs.length > 0 ? "The answer has no codec for speech." : "",
    ...renumbered(offer, answer),
    offer.transport.toUpperCase() === answer.transport.toUpperCase() ? "" : `Another profile: ${offer.transport} was answered with ${answer.transport}.`,
    isSecure(answer) && answer.crypto.length === 0 && answer.fingerprint === null ? "The answer promises SRTP and gives no key." : "",
    usesDtls(offer) && usesDtls(answer) ? sentence(dtlsFault(offer, answer)) : "",
    conflict(offer, answer),
    offers(offer) && !offers(answer) ? "Keys pressed were offered as telephone-event and not taken." : "",
    takes(offer) && !takes(answer) ? "ICE was offered and not taken." : "",
    offer.ptimeMs > 0 && answer.ptimeMs > 0 && offer.ptimeMs !== answer.ptimeMs ? `Different packet times: ${offer.ptimeMs} ms and ${answer.ptimeMs} ms.` : "",
    isNowhere(answer.address) ? "The answer wants media nowhere (address 0.0.0.0)." : "",
  ].filter((text) => text !== "");
}

/** RFC 3264 §6.1: who is told sendonly answers recvonly or inactive, and the other way round. */
function conflict({ direction: asked }: SdpMedia, { direction: given }: SdpMedia): string {
  const allowed: Readonly<Record<string, readonly string[]>> = { sendonly: ["recvonly", "inactive"], recvonly: ["sendonly", "inactive"], inactive: ["inactive"] };
  return (allowed[asked] ?? [given]).includes(given) ? "" : `The answer says ${given} to an offer of ${asked}.`;
}

const FIRST_DYNAMIC = 96;

function renumbered(offer: SdpMedia, answer: SdpMedia): string[] {
  return answer.codecs.flatMap((given) => {
    const same = offer.codecs.filter((asked) => asked.name !== "" && isSameCodec(asked, given));
    const [asked] = same;
    const isSame = asked === undefined || given.payloadType < FIRST_DYNAMIC || same.some(({ payloadType }) => payloadType === given.payloadType);
    return isSame ? [] : [`${codecText(given)} is ${asked.payloadType} in the offer and ${given.payloadType} in the answer.`];
  });
}

const sentence = (text: string): string => (text === "" ? "" : `DTLS cannot begin: ${text}.`);
