// Credentials refused as stale, again and again: the client keeps an old nonce, or servers that share no nonces answer in turn.
import { challengeRounds, parameterOf } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const staleNonce: Rule = {
  id: "stale_nonce",
  title: "Stale nonce",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "Two or more challenges with stale=true in one conversation, or credentials that name another nonce than the challenge just before them.",
  source: "RFC 7616 §3.3; RFC 3261 §22.1",
  nextStep:
    "A client that answers with the old nonce is at fault; if it takes each new one, the servers behind this address do not share their nonces.",
  needs: [NEED.bothWays],
  explains: ["auth_loop", "not_authorized", "registration_refused", "wrong_password"],
  examine(examined) {
    for (const leg of examined.legs) {
      const rounds = challengeRounds(leg).filter(({ challenged }) => challenged.parent === null);
      const stale = rounds.filter(({ stale }) => stale);
      const old = rounds.find(({ nonces, credentials, result }) => {
        const used = parameterOf(credentials, "nonce");
        return used.length > 0 && result !== null && result.status >= 300 && nonces.every((nonce) => nonce !== "" && !used.includes(nonce));
      });
      if (stale.length < 2 && old === undefined) continue;
      const request = old?.retry?.requests[0];
      const last = old?.challenge ?? stale.at(-1)?.challenge;
      if (last === undefined) continue;
      const client = last.to;
      return found({
        sentence:
          request === undefined
            ? `${examined.name(last.from)} refused the credentials of ${examined.name(client)} as stale ${stale.length} times.`
            : `${examined.name(client)} answers the challenge of ${examined.name(last.from)} with an old nonce, and is refused.`,
        host: request === undefined ? last.from : client,
        evidence: [
          ...(old === undefined
            ? stale.map(({ challenge }) => shows(challenge, `${challenge.title}, stale=true`))
            : [shows(last, "challenge with a new nonce")]),
          ...(request === undefined ? [] : [shows(request, "credentials for another nonce")]),
          ...(old?.result ? [shows(old.result, `refused: ${old.result.title}`)] : []),
        ],
      });
    }
    return ABSENT;
  },
};
