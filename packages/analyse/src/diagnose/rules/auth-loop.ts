// Challenge and retry in a circle: the client never stops, the server never agrees.
import { challengeRounds, isChallenge } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const LEAST_ROUNDS = 3;

export const authLoop: Rule = {
  id: "auth_loop",
  title: "Authentication goes in circles",
  severity: "error",
  weight: "mechanism",
  looksFor: "Credentials are answered by another challenge three times or more on one hop of a conversation.",
  source: "RFC 3261 §22.1, §22.2",
  nextStep:
    "A client must not try the same credentials again: mend the password first, then look whether the servers behind this address share their nonces.",
  needs: [NEED.bothWays],
  explains: ["not_authorized", "registration_refused"],
  examine(examined) {
    for (const leg of examined.legs) {
      const rounds = challengeRounds(leg).filter(
        ({ challenged, result }) => challenged.parent === null && result !== null && isChallenge(result),
      );
      const hop = rounds.filter(
        ({ challenged }) =>
          challenged.srcIp === rounds[0]?.challenged.srcIp &&
          challenged.dstIp === rounds[0]?.challenged.dstIp &&
          challenged.method === rounds[0]?.challenged.method,
      );
      const [first, last] = [hop[0], hop.at(-1)];
      if (hop.length < LEAST_ROUNDS || first === undefined || last === undefined) continue;
      return found({
        sentence: `${examined.name(first.challenge.to)} was challenged by ${examined.name(first.challenge.from)} ${hop.length + 1} times and kept trying.`,
        host: first.challenge.to,
        evidence: [
          shows(first.challenge, "first challenge"),
          ...(last.result === null ? [] : [shows(last.result, `challenge number ${hop.length + 1}`)]),
        ],
      });
    }
    return ABSENT;
  },
};
