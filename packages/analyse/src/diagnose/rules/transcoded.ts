// The legs of one session speak different codecs: a host between them translates.
import { answeredPairs, codecText, speechCodecs } from "../exchanges.ts";
import type { Transaction } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const transcoded: Rule = {
  id: "transcoded",
  title: "Translated between codecs",
  severity: "info",
  weight: "oddity",
  looksFor: "Two sides of a border controller or exchange, as legs or as hops with session descriptions of their own, agreed on different codecs at the same time.",
  source: "ITU-T G.113; RFC 3264 §6.1",
  nextStep: "It costs quality and processor time: offer the same codec first on both sides where a common one exists.",
  needs: [NEED.offerAnswer, NEED.sides],
  examine(examined) {
    const agreed = answeredPairs(examined).filter(({ exchange, answer }) => exchange.initial && answer.port > 0 && speechCodecs(answer).length > 0 && (exchange.answer?.status ?? 200) >= 200);
    const [first, other] = agreed.flatMap((one) => agreed.filter((two) => isBelow(two.exchange.first, one.exchange.first) && nameOf(two.answer) !== "" && nameOf(two.answer) !== nameOf(one.answer)).map((two) => [one, two] as const)).find(([{ answer }]) => nameOf(answer) !== "") ?? [];
    if (!first?.exchange.answer || !other?.exchange.answer) return ABSENT;
    const [a, b] = [speechCodecs(first.answer)[0], speechCodecs(other.answer)[0]];
    if (!a || !b) return ABSENT;
    return found({
      sentence: `${examined.name(other.exchange.offeredBy)} translates between ${codecText(a)} on one side and ${codecText(b)} on the other.`, host: other.exchange.offeredBy,
      evidence: [shows(first.exchange.answer, `agreed here: ${codecText(a)}`), shows(other.exchange.answer, `agreed here: ${codecText(b)}`)],
    });
  },
};

/** Made by it: two calls of a transfer are not two sides of one host. */
const isBelow = ({ parent }: Transaction, above: Transaction): boolean => parent !== null && (parent === above || isBelow(parent, above));

const nameOf = (media: Parameters<typeof speechCodecs>[0]): string => speechCodecs(media)[0]?.name.toLowerCase() ?? "";
