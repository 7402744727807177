// What the two sides of a call said about media and what came of it: offers, answers and their difference (RFC 3264). Found by analyse/diagnose/negotiation.
import { toRfc3339 } from "./time.ts";

/** One media line as one side wrote it. */
export interface MediaSide {
  /** `ip:port` where media is wanted; port 0 refuses it. */
  address: string;
  port: number;
  /** "RTP/AVP", "UDP/TLS/RTP/SAVPF", … as written. */
  transport: string;
  direction: "sendrecv" | "sendonly" | "recvonly" | "inactive";
  /** 0 when not said. */
  ptimeMs: number;
  /** "port 4001", "same port", … */
  rtcp: string;
  /** "none", "SDES AES_CM_128_HMAC_SHA1_80", "DTLS sha-256, actpass". */
  security: string;
  /** "none", "4 candidates". */
  ice: string;
}

/** A codec of the offer, of the answer, or of both. */
export interface NegotiatedCodec {
  /** "PCMA", "opus/48000". */
  name: string;
  /** Payload type by which each side calls it; null: that side does not have it. */
  offered: number | null;
  answered: number | null;
  /** Parameters, "" when none. */
  offeredFmtp: string;
  answeredFmtp: string;
  /** The first of the answer: what is sent unless somebody changes his mind (RFC 3264 §6.1). */
  chosen: boolean;
}

export interface NegotiatedMedia {
  /** audio, video, image, … */
  kind: string;
  offer: MediaSide;
  /** null: no answer was captured, or it has no such line. */
  answer: MediaSide | null;
  codecs: NegotiatedCodec[];
  /** "" when nothing was agreed. */
  chosen: string;
  /** Who may send once this is agreed, seen from the one who offered; "" without an answer. */
  direction: MediaSide["direction"] | "";
  /** What is not as it was in the exchange before on this leg: one short sentence each. */
  changes: string[];
  /** What does not fit: one short sentence each. */
  problems: string[];
}

export interface MediaExchange {
  /** `Call.id` of the leg. */
  callId: string;
  offerRef: string;
  /** "INVITE", "200 OK". */
  offerTitle: string;
  offeredAtUs: number;
  /** "" and 0 when no answer was captured. */
  answerRef: string;
  answerTitle: string;
  answeredAtUs: number;
  /** `ip:port` of the signalling ends. */
  offeredBy: string;
  answeredBy: string;
  /** False: re-INVITE or UPDATE. */
  initial: boolean;
  /** Offer in the 2xx, answer in the ACK. */
  delayed: boolean;
  media: NegotiatedMedia[];
}

export interface Negotiation {
  /** By the time of the offer. */
  exchanges: MediaExchange[];
}

const time = (us: number): string | null => (us === 0 ? null : toRfc3339(us));

export function negotiationToJson({ exchanges }: Negotiation) {
  return { exchanges: exchanges.map(exchangeToJson) };
}

export type NegotiationJson = ReturnType<typeof negotiationToJson>;
export type MediaExchangeJson = NegotiationJson["exchanges"][number];
export type NegotiatedMediaJson = MediaExchangeJson["media"][number];

function exchangeToJson(one: MediaExchange) {
  return {
    call_id: one.callId, offer_ref: one.offerRef, offer_title: one.offerTitle, offered_at: time(one.offeredAtUs), answer_ref: one.answerRef, answer_title: one.answerTitle,
    answered_at: time(one.answeredAtUs), offered_by: one.offeredBy, answered_by: one.answeredBy, initial: one.initial, delayed: one.delayed, media: one.media.map(mediaToJson),
  };
}

function mediaToJson({ kind, offer, answer, codecs, chosen, direction, changes, problems }: NegotiatedMedia) {
  return {
    kind, chosen, direction, offer: sideToJson(offer), answer: answer === null ? null : sideToJson(answer), changes, problems,
    codecs: codecs.map((codec) => ({
      name: codec.name, offered: codec.offered, answered: codec.answered, offered_fmtp: codec.offeredFmtp, answered_fmtp: codec.answeredFmtp, chosen: codec.chosen,
    })),
  };
}

const sideToJson = ({ ptimeMs, ...side }: MediaSide) => ({ ...side, ptime_ms: ptimeMs });
