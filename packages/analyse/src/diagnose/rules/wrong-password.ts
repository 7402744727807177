// Credentials made for the very nonce of the challenge are refused again: what was computed is not what the server computes.
import { challengeRounds, isChallenge, parameterOf } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { isPasswordRefusal } from "./forbidden-after-auth.ts";
import type { Case } from "../case.ts";
import { ABSENT, found, shows, type Outcome, type Rule } from "../rule.ts";

export const wrongPassword: Rule = {
  id: "wrong_password",
  title: "Wrong password",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "A request with credentials for the nonce and realm of the challenge before it is challenged again without stale=true, or refused with a 403 that speaks of a password, or with any 403 to a REGISTER.",
  source: "RFC 3261 §22.1, §22.2; RFC 7616 §3.4",
  nextStep: "Compare user name, realm and password of this account at both sides; then the digest's uri and algorithm with what was sent.",
  needs: [NEED.bothWays],
  explains: ["forbidden", "not_authorized", "auth_loop", "registration_refused"],
  examine(examined) {
    for (const { challenge, realms, nonces, retry, credentials, result } of examined.legs.flatMap(challengeRounds)) {
      const request = retry?.requests[0];
      const fits = parameterOf(credentials, "nonce").some(
        (nonce, i) => nonces.includes(nonce) && realms.includes(parameterOf(credentials, "realm")[i] ?? ""),
      );
      if (!request || !result || !fits || !(isChallenge(result) || isPasswordRefusal(result))) continue;
      const staleAgain = result.challenges.some(({ parameters }) => parameters.get("stale")?.toLowerCase() === "true");
      if (staleAgain) continue;
      const user = parameterOf(credentials, "username")[0] ?? "";
      return found({
        sentence: `${examined.name(result.from)} does not accept the password of "${user}" (realm "${realms[0] ?? ""}").`,
        host: result.from,
        evidence: [
          shows(challenge, `${challenge.title}: challenge for realm "${realms[0] ?? ""}"`),
          shows(request, `${request.method} with credentials of "${user}" for that nonce`),
          shows(result, `refused again: ${result.title}`),
        ],
      });
    }
    return refusedOutright(examined);
  },
};

/** Credentials from a challenge before this call, and an answer that speaks of the password. */
function refusedOutright(examined: Case): Outcome {
  for (const { requests, final, children } of examined.transactions) {
    const request = requests[0];
    const user = parameterOf(request?.credentials ?? [], "username")[0];
    if (
      request === undefined ||
      final === null ||
      final.status !== 403 ||
      children.length > 0 ||
      user === undefined ||
      !isPasswordRefusal(final)
    )
      continue;
    return found({
      sentence: `${examined.name(final.from)} does not accept the password of "${user}": ${final.title}.`,
      host: final.from,
      evidence: [shows(request, `${request.method} with credentials of "${user}"`), shows(final, `refused: ${final.title}`)],
    });
  }
  return ABSENT;
}
