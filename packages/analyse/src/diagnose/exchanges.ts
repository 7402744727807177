// Offers and answers from end to end: what proxies relay unchanged is one exchange, offered where it came from and answered where it was made.
// Where a box in between rewrites the session description, each of its sides is an exchange of its own.
import type { Sdp, SdpCodec, SdpMedia } from "@sipglass/decode";
import { hostPort } from "@sipglass/model";
import type { CaseMessage } from "./case-message.ts";
import type { OfferAnswer } from "./case-offers.ts";
import type { Case } from "./case.ts";
import type { Transaction } from "./case-transactions.ts";
import { once } from "./once.ts";

export interface Exchange {
  callId: string;
  offer: CaseMessage;
  offerSdp: Sdp;
  /** As it was first seen, nearest to who made it; null: none was captured. */
  answer: CaseMessage | null;
  answerSdp: Sdp | null;
  /** `ip:port` of the signalling ends that made offer and answer, as far as the capture reaches. */
  offeredBy: string;
  answeredBy: string;
  initial: boolean;
  delayed: boolean;
  /** Of its first and its last hop. */
  first: Transaction;
  last: Transaction;
  /** Session descriptions of other forks, or repeated, on the last hop. */
  others: CaseMessage[];
}

/** One media line of an offer with the line that answers it: the same place in the list (RFC 3264 §6). */
export interface MediaPair {
  exchange: Exchange;
  offer: SdpMedia;
  /** undefined: no answer was captured, or it has too few lines. */
  answer: SdpMedia | undefined;
}

export type AnsweredPair = MediaPair & { answer: SdpMedia };

/** By the time of the offer. */
export const exchangesOf = once(joined);

export const mediaPairs = once((examined) =>
  exchangesOf(examined).flatMap((exchange) => exchange.offerSdp.media.map((offer, i): MediaPair => ({ exchange, offer, answer: exchange.answerSdp?.media[i] }))));

const answered = (kind: string) => (examined: Case): AnsweredPair[] =>
  mediaPairs(examined).flatMap(({ exchange, offer, answer }) => (offer.kind === kind && answer !== undefined ? [{ exchange, offer, answer }] : []));

/** Pairs of one kind of media that were answered. */
export const answeredPairs = once(answered("audio"));
export const answeredImages = once(answered("image"));

function joined(examined: Case): Exchange[] {
  // Parents across legs are known only after this.
  void examined.transactions;
  const all = examined.offers;
  const byTransaction = new Map(all.map((one) => [one.transaction, one]));
  const above = ({ transaction }: OfferAnswer): OfferAnswer | undefined => (transaction.parent === null ? undefined : byTransaction.get(transaction.parent));
  return all
    .filter((one) => !isRelayOf(one, above(one)))
    .map((top) => exchange(top, bottomOf(top, byTransaction)))
    .toSorted((a, b) => a.offer.atUs - b.offer.atUs);
}

function bottomOf(top: OfferAnswer, byTransaction: ReadonlyMap<Transaction, OfferAnswer>): OfferAnswer {
  const below = top.transaction.children.flatMap((child) => byTransaction.get(child) ?? []);
  const next = below.find((one) => one.answer !== null && isRelayOf(one, top)) ?? below.find((one) => isRelayOf(one, top));
  return next === undefined ? top : bottomOf(next, byTransaction);
}

/** An answer that never came up says nothing against it. */
function isRelayOf(below: OfferAnswer, above: OfferAnswer | undefined): boolean {
  if (above === undefined || below.delayed !== above.delayed || below.offer.body !== above.offer.body) return false;
  return below.answer === null || above.answer === null || below.answer.body === above.answer.body;
}

function exchange(top: OfferAnswer, bottom: OfferAnswer): Exchange {
  const { delayed } = top;
  const [offered, answered] = delayed ? [bottom, top] : [top, bottom];
  const answer = answered.answer ?? offered.answer;
  const request = bottom.transaction.requests[0];
  return {
    callId: top.transaction.callId, offer: offered.offer, offerSdp: offered.offerSdp, answer, answerSdp: answer?.sdp ?? null, offeredBy: offered.offer.from,
    answeredBy: answer?.from ?? (delayed ? top.transaction.src : request?.to ?? bottom.transaction.dst), initial: top.initial, delayed, first: top.transaction, last: bottom.transaction, others: bottom.others,
  };
}

/** Carried beside speech, not instead of it. */
const BESIDE = /^(telephone-event|cn|red|rtx|ulpfec|flexfec.*)$/i;
export const isSpeech = ({ name }: SdpCodec): boolean => !BESIDE.test(name);
export const speechCodecs = ({ codecs }: SdpMedia): SdpCodec[] => codecs.filter(isSpeech);
export const codecText = ({ name, payloadType, clockRate }: SdpCodec): string => (name === "" ? `payload type ${payloadType}` : clockRate === 8000 || clockRate === 0 ? name : `${name}/${clockRate}`);
export const codecList = (media: SdpMedia): string => speechCodecs(media).map(codecText).join(", ") || "no codec";
export const isSameCodec = (a: SdpCodec, b: SdpCodec): boolean =>
  a.name === "" || b.name === "" ? a.payloadType === b.payloadType : a.name.toLowerCase() === b.name.toLowerCase() && (a.clockRate === b.clockRate || a.clockRate === 0 || b.clockRate === 0);

export const mediaEnd = ({ address, port }: SdpMedia): string => hostPort(address, port);
/** `c=` of RFC 2543: on hold, or not known yet (RFC 3264 §8.4). */
export const isNowhere = (address: string): boolean => address === "0.0.0.0" || address === "::";
export const isSecure = ({ transport }: SdpMedia): boolean => /SAVP/i.test(transport);
export const sends = ({ direction, port }: SdpMedia): boolean => port > 0 && (direction === "sendrecv" || direction === "sendonly");
export const receives = ({ direction, port }: SdpMedia): boolean => port > 0 && (direction === "sendrecv" || direction === "recvonly");
