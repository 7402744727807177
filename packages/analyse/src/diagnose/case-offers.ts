// Offers and answers (RFC 3264, RFC 6337) on one hop of a leg, in order: who offered which media, what came back.
import type { Sdp } from "@sipglass/decode";
import type { CaseMessage } from "./case-message.ts";
import type { Transaction } from "./case-transactions.ts";

export interface OfferAnswer {
  transaction: Transaction;
  offer: CaseMessage;
  offerSdp: Sdp;
  /** null: none was captured on this hop. */
  answer: CaseMessage | null;
  answerSdp: Sdp | null;
  /** Descriptions in responses of other forks, or repeated in the 2xx after a 183. */
  others: CaseMessage[];
  /** `ip:port` of the signalling ends of this hop that offered and answered. */
  offeredBy: string;
  answeredBy: string;
  /** False for those of re-INVITE and UPDATE. */
  initial: boolean;
  /** Offer in the 2xx, answer in the ACK. */
  delayed: boolean;
}

const CARRIERS = new Set(["INVITE", "UPDATE"]);

export function offersOf(transactions: readonly Transaction[]): OfferAnswer[] {
  return transactions.flatMap((one) => (CARRIERS.has(one.method) ? exchangeOf(one) : []));
}

function exchangeOf(transaction: Transaction): OfferAnswer[] {
  const request = transaction.requests[0];
  const initial = request !== undefined && request.sip.toTag === "";
  const bodies = transaction.responses.filter((message) => message.sdp !== null && !message.view.retransmission && message.status < 300);
  if (request?.sdp) {
    const best = bodies.find(({ status }) => status >= 200) ?? bodies[0] ?? null;
    // The answer is what came first in the dialog that was answered; the same again in the 2xx is a repetition.
    const first = best === null ? null : (bodies.find((message) => message.sip.toTag === best.sip.toTag) ?? best);
    return [
      exchange(
        transaction,
        request,
        request.sdp,
        first,
        bodies.filter((message) => message !== first),
        initial,
        false,
      ),
    ];
  }
  const offer = bodies[0];
  if (request === undefined || !offer?.sdp) return [];
  const answer = transaction.acks.find(({ sdp }) => sdp !== null) ?? null;
  return [exchange(transaction, offer, offer.sdp, answer, [], initial, true)];
}

function exchange(
  transaction: Transaction,
  offer: CaseMessage,
  offerSdp: Sdp,
  answer: CaseMessage | null,
  others: CaseMessage[],
  initial: boolean,
  delayed: boolean,
): OfferAnswer {
  return {
    transaction,
    offer,
    offerSdp,
    answer,
    answerSdp: answer?.sdp ?? null,
    others,
    offeredBy: offer.from,
    answeredBy: offer.to,
    initial,
    delayed,
  };
}
