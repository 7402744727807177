// Words of the negotiation: offers, answers, what they agreed on.
import type { MediaExchangeJson, NegotiatedMediaJson } from "../api/shapes.ts";

export const NEGOTIATION_WORDS = {
  none: "No session description was captured of this call",
  noneWhy: "Codecs and media addresses are agreed on in INVITE, its answers, ACK and UPDATE. None of the captured ones carries one.",
  initial: "first offer",
  later: "in the call",
  delayed: "offer in the answer",
  unanswered: "no answer was captured",
  offer: "offer",
  answer: "answer",
  codec: "codec",
  chosen: "chosen",
  notTaken: "not taken",
  notOffered: "not offered",
  nothing: "nothing agreed",
  changes: "Changed since the offer before",
  problems: "Does not fit",
  rows: { address: "media at", transport: "profile", direction: "direction", ptime: "packet time", rtcp: "RTCP", security: "encryption", ice: "ICE" },
  open: "Show this message in the ladder",
  absent: "–",
};

const DIRECTIONS: Record<NegotiatedMediaJson["direction"], string> = {
  sendrecv: "both ways",
  sendonly: "only from who offered to who answered",
  recvonly: "only from who answered to who offered",
  inactive: "neither way",
  "": "",
};

export const directionText = ({ direction }: NegotiatedMediaJson): string => DIRECTIONS[direction];

/** "audio: PCMA, both ways" */
export function mediaLine(media: NegotiatedMediaJson): string {
  const how = directionText(media);
  return `${media.kind}: ${media.chosen || NEGOTIATION_WORDS.nothing}${how === "" ? "" : `, ${how}`}`;
}

export function exchangeKind({ initial, delayed }: MediaExchangeJson): string {
  return [initial ? NEGOTIATION_WORDS.initial : NEGOTIATION_WORDS.later, delayed ? NEGOTIATION_WORDS.delayed : ""]
    .filter(Boolean)
    .join(", ");
}
