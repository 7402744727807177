// Requests had to be sent more than once before they were answered: messages get lost on that hop, or it is slow.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { nth, spanText } from "../words.ts";

const LEAST = 2;

export const requestsRetransmitted: Rule = {
  id: "requests_retransmitted",
  title: "Messages lost on a hop",
  severity: "warning",
  weight: "harm",
  looksFor: "Two or more repetitions of requests on one hop over UDP, all of them answered in the end.",
  source: "RFC 3261 §17.1.1.2, §17.1.2.2",
  nextStep: "Look at loss and load between these hosts: the first answer should come within half a second.",
  needs: [NEED.bothWays],
  examine(examined) {
    const byHop = new Map<string, typeof examined.transactions>();
    for (const one of examined.transactions)
      if (one.requests.length > 1 && one.responses.length > 0)
        byHop.set(`${one.srcIp}>${one.dst}`, [...(byHop.get(`${one.srcIp}>${one.dst}`) ?? []), one]);
    for (const same of byHop.values()) {
      const count = same.reduce((sum, { requests }) => sum + requests.length - 1, 0);
      const worst = same.toSorted((a, b) => b.requests.length - a.requests.length)[0];
      const [first, last, response] = [worst?.requests[0], worst?.requests.at(-1), worst?.responses[0]];
      if (count < LEAST || worst === undefined || first === undefined || last === undefined || response === undefined) continue;
      return found({
        ...(count < 4 ? { severity: "info" as const } : {}),
        sentence: `${examined.name(worst.src)} had to repeat requests to ${examined.name(worst.dst)} ${count} times; the answer to its ${worst.method} took ${spanText(response.atUs - first.atUs)}.`,
        host: worst.dst,
        evidence: [
          shows(first, worst.method),
          shows(last, `the same for the ${nth(worst.requests.length)} time`),
          shows(response, `the first answer: ${response.title}`),
        ],
      });
    }
    return ABSENT;
  },
};
