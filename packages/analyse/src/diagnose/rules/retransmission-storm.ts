// So many repetitions on one hop that they are a load of their own.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const MANY = 15;

export const retransmissionStorm: Rule = {
  id: "retransmission_storm",
  title: "Storm of repetitions",
  severity: "warning",
  weight: "harm",
  looksFor: "15 or more repeated messages on one hop of the call, and more repeated than new ones.",
  source: "RFC 3261 §17.1.1.2, §17.2.1; RFC 5390 §5.1",
  nextStep: "Look at the load and reachability of the host that does not answer; repetitions make an overload worse.",
  needs: [NEED.signalling],
  explains: ["requests_retransmitted", "response_retransmissions"],
  examine(examined) {
    for (const leg of examined.legs) {
      const byHop = new Map<string, { fresh: number; again: typeof leg.messages }>();
      for (const message of leg.messages) {
        const key = `${message.from}>${message.to}`;
        const hop = byHop.get(key) ?? { fresh: 0, again: [] };
        if (message.view.retransmission) hop.again.push(message);
        else hop.fresh++;
        byHop.set(key, hop);
      }
      for (const { fresh, again } of byHop.values()) {
        const [first, last] = [again[0], again.at(-1)];
        if (again.length < MANY || again.length <= fresh || first === undefined || last === undefined) continue;
        return found({
          sentence: `${examined.name(first.from)} repeated ${again.length} messages to ${examined.name(first.to)}.`,
          host: first.to,
          evidence: [shows(first, `${first.title} for the second time`), shows(last, `repetition number ${again.length}: ${last.title}`)],
        });
      }
    }
    return ABSENT;
  },
};
