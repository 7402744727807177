// Challenge and retry in a circle: the client never stops, the server never agrees.
import { challengeRounds } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const LEAST_ROUNDS = 4;

export const authLoop: Rule = {
  id: "auth_loop",
  title: "Authentication goes in circles",
  severity: "error",
  weight: "mechanism",
  looksFor: "Four or more challenges on one hop of a conversation, each answered with credentials.",
  source: "RFC 3261 §22.2",
  nextStep: "A client must not try the same credentials again: mend the password first, then look whether the servers behind this address share their nonces.",
  needs: [NEED.bothWays],
  explains: ["not_authorized", "registration_refused"],
  examine(examined) {
    for (const leg of examined.legs) {
      const rounds = challengeRounds(leg).filter(({ challenged, retry, before }) => challenged.parent === null && (retry !== null || before.length > 0));
      const hop = rounds.filter(({ challenged }) => challenged.srcIp === rounds[0]?.challenged.srcIp && challenged.dstIp === rounds[0]?.challenged.dstIp && challenged.method === rounds[0]?.challenged.method);
      const [first, last] = [hop[0], hop.at(-1)];
      if (hop.length < LEAST_ROUNDS || first === undefined || last === undefined) continue;
      return found({
        sentence: `${examined.name(first.challenge.to)} was challenged by ${examined.name(first.challenge.from)} ${hop.length} times and kept trying.`, host: first.challenge.to,
        evidence: [shows(first.challenge, "first challenge"), shows(last.challenge, `challenge number ${hop.length}`)],
      });
    }
    return ABSENT;
  },
};
