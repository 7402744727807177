// Both sides changed the call at the same moment, and go on doing so.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { times } from "../words.ts";

const PERSISTENT = 3;

export const glare: Rule = {
  id: "glare",
  title: "Both sides changed the call at once",
  severity: "info",
  weight: "harm",
  looksFor: "A re-INVITE or UPDATE within the call gets 491; graver when it happens three times.",
  source: "RFC 3261 §14.1, §14.2; RFC 3311 §5.2",
  nextStep:
    "Once is normal: each side tries again after its own delay. Again and again means that both wait equally long, or refresh at the same time.",
  needs: [NEED.requests, NEED.responses],
  explains: ["reinvite_storm"],
  examine(examined) {
    for (const leg of examined.legs) {
      const refused = leg.transactions.filter(
        ({ final, children, requests }) => final?.status === 491 && children.length === 0 && (requests[0]?.sip.toTag ?? "") !== "",
      );
      const [first, last] = [refused[0], refused.at(-1)];
      if (first?.final == null || last?.final == null) continue;
      const isPersistent = refused.length >= PERSISTENT;
      const recovered = leg.transactions.some(
        (one) => one.method === first.method && one.startUs > (last.final?.atUs ?? 0) && one.final !== null && one.final.status < 300,
      );
      return found({
        ...(isPersistent || !recovered ? { severity: "warning" as const, weight: "outcome" as const } : {}),
        sentence: `Both sides wanted to change the call at the same moment ${times(refused.length)}${recovered ? ", and it was settled" : ", and it was never settled"}.`,
        host: first.dst,
        evidence: refused.flatMap(({ requests, final }) => [
          ...requests.slice(0, 1).map((message) => shows(message, `${message.method} within the call`)),
          ...(final === null ? [] : [shows(final, final.title)]),
        ]),
      });
    }
    return ABSENT;
  },
};
