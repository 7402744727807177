// The server offers digest algorithms that the client does not know, or the client answers with another one.
import { challengeRounds, parameterOf, type ChallengeRound } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const known = (algorithm: string): string => (algorithm === "" ? "MD5" : algorithm.toUpperCase());

export const authAlgorithmMismatch: Rule = {
  id: "auth_algorithm_mismatch",
  title: "Digest algorithm not shared",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "The challenge offers only algorithms other than MD5 and no second try follows, or the credentials name an algorithm that was not offered and are refused.",
  source: "RFC 8760 §2.3, §2.4; RFC 7616 §3.3",
  nextStep: "Let the server offer MD5 as its last choice beside SHA-256, or bring the client up to date.",
  needs: [NEED.bothWays],
  explains: ["challenge_unanswered", "wrong_password", "auth_loop", "not_authorized", "registration_refused"],
  examine(examined) {
    for (const round of examined.legs.flatMap(challengeRounds)) {
      const { challenge, challenged, retry, result } = round;
      const offered = round.algorithms.map(known);
      const request = retry?.requests[0];
      const why = mismatch(round, offered);
      if (why === "" || challenged.parent !== null) continue;
      return found({
        sentence: `${examined.name(challenge.from)} offers ${offered.join(", ")} for the digest, and ${examined.name(challenge.to)} ${why}.`,
        host: challenge.to,
        evidence: [
          shows(challenge, `challenge with algorithm ${offered.join(", ")}`),
          ...(request === undefined ? [] : [shows(request, `credentials: ${why}`)]),
          ...(result === null ? [] : [shows(result, result.title)]),
        ],
      });
    }
    return ABSENT;
  },
};

function mismatch({ retry, credentials, result, before }: ChallengeRound, offered: readonly string[]): string {
  if (retry === null)
    return offered.length > 0 && !offered.some((name) => name.startsWith("MD5")) && before.length === 0
      ? "did not try again: it may know MD5 only"
      : "";
  const used = parameterOf(credentials, "algorithm").map(known);
  const isRefused = result !== null && result.status >= 400;
  return isRefused && used.length > 0 && !used.some((name) => offered.includes(name)) ? `answers with ${used.join(", ")}` : "";
}
