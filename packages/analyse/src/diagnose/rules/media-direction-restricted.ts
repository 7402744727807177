// The answer lets the media flow one way only, or not at all, and nobody changes that: not a fault of the network but what was agreed.
import { answeredPairs, exchangesOf } from "../exchanges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const WORDS = { sendonly: "will only send", recvonly: "will only listen", inactive: "will neither send nor listen", sendrecv: "" } as const;

export const mediaDirectionRestricted: Rule = {
  id: "media_direction_restricted",
  title: "One-way by agreement",
  severity: "info",
  weight: "mechanism",
  looksFor: "The first offer and answer of an answered call leave audio at sendonly, recvonly or inactive, and no later exchange opens it. inactive is a warning.",
  source: "RFC 3264 §5.1, §6.1",
  nextStep: "Announcements are sent so on purpose. For a conversation look at why this host answers a=sendonly, recvonly or inactive: a hold state kept from before, or a gateway's setting.",
  needs: [NEED.offerAnswer],
  explains: ["one_way_audio", "no_audio"],
  examine(examined) {
    if (!examined.isAnswered) return ABSENT;
    const pair = answeredPairs(examined).find(({ exchange, offer, answer }) => exchange.initial && offer.port > 0 && answer.port > 0 && (answer.direction !== "sendrecv" || offer.direction !== "sendrecv"));
    if (pair === undefined) return ABSENT;
    const { exchange, offer, answer } = pair;
    const isOpened = exchangesOf(examined).some((later) => later.callId === exchange.callId && later.offer.atUs > exchange.offer.atUs && later.answer !== null);
    if (isOpened || exchange.answer === null) return ABSENT;
    const byOffer = offer.direction !== "sendrecv";
    const [message, host, direction] = byOffer ? [exchange.offer, exchange.offeredBy, offer.direction] : [exchange.answer, exchange.answeredBy, answer.direction];
    if (direction === "sendrecv") return ABSENT;
    const isDead = answer.direction === "inactive";
    return found({
      sentence: `${examined.name(host)} said that it ${WORDS[direction]} (a=${direction}), and it stayed so to the end of the call.`, host, severity: isDead ? "warning" : "info", weight: isDead ? "mechanism" : "oddity",
      evidence: [shows(exchange.offer, `offer: a=${offer.direction}`), shows(exchange.answer, `answer: a=${answer.direction}`), ...(byOffer ? [shows(message, "asked for by the caller's side")] : [])],
    });
  },
};
