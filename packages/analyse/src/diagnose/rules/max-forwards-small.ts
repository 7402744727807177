// The call dies of 483 without any circle: its sender allowed too few hops.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const USUAL_LEAST = 20;

export const maxForwardsSmall: Rule = {
  id: "max_forwards_small",
  title: "Too few hops allowed",
  severity: "error",
  weight: "mechanism",
  looksFor: "A request that enters with Max-Forwards below 20 is refused with 483.",
  source: "RFC 3261 §8.1.1.6, §20.22",
  nextStep: "Let the sender begin with 70; a B2BUA should not take over a nearly used up value.",
  needs: [NEED.requests, NEED.responses],
  explains: ["too_many_hops", "request_refused"],
  examine(examined) {
    for (const leg of examined.legs) {
      const end = leg.messages.find(({ status }) => status === 483);
      const first = leg.messages.find((message) => message.isRequest && message.method === end?.method && message.vias.length === 1);
      const hops = first?.numberIn("max-forwards");
      if (end === undefined || first === undefined || hops === undefined || hops >= USUAL_LEAST) continue;
      return found({
        sentence: `${examined.name(first.from)} allowed its ${first.method} ${hops} hops only, which ran out at ${examined.name(end.from)}.`,
        host: first.from,
        evidence: [shows(first, `Max-Forwards: ${hops}`), shows(end, end.title)],
      });
    }
    return ABSENT;
  },
};
