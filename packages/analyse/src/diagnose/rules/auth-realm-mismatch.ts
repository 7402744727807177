// The client answers a challenge with credentials for another realm.
import { challengeRounds, parameterOf } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const authRealmMismatch: Rule = {
  id: "auth_realm_mismatch",
  title: "Credentials for another realm",
  severity: "error",
  weight: "mechanism",
  looksFor: "A challenge is answered with credentials none of which names its realm, and that is refused.",
  source: "RFC 3261 §22.1, §22.3",
  nextStep:
    "Set the realm of the account to what the server asks for; where the realm looks like another domain, the call went to the wrong server.",
  needs: [NEED.bothWays],
  explains: ["wrong_password", "stale_nonce", "auth_loop", "not_authorized", "forbidden", "registration_refused"],
  examine(examined) {
    for (const { challenge, realms, retry, credentials, result } of examined.legs.flatMap(challengeRounds)) {
      const used = parameterOf(credentials, "realm");
      const request = retry?.requests[0];
      if (!request || !result || result.status < 300 || used.length === 0 || realms.every((realm) => used.includes(realm))) continue;
      return found({
        sentence: `${examined.name(challenge.from)} asked for credentials of realm "${realms[0] ?? ""}", and ${examined.name(request.from)} sent those of "${used[0] ?? ""}".`,
        host: request.from,
        evidence: [
          shows(challenge, `challenge for realm "${realms[0] ?? ""}"`),
          shows(request, `credentials for realm "${used[0] ?? ""}"`),
          shows(result, `refused: ${result.title}`),
        ],
      });
    }
    return ABSENT;
  },
};
