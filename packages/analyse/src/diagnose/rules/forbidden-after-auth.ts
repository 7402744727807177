// 403 to a request with credentials: the server knows who asks and does not want it, or it says so of a wrong password.
import { challengeRounds } from "../challenges.ts";
import type { CaseMessage } from "../case-message.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const forbiddenAfterAuth: Rule = {
  id: "forbidden_after_auth",
  title: "Forbidden although signed in",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "A challenge, its answer with credentials for that challenge, then 403 to another request than REGISTER, whose text does not speak of a password.",
  source: "RFC 3261 §21.4.4, §22.1",
  nextStep:
    "If other requests of this user succeed, it is policy: destination, caller number, limit or address list. If none do, check the password.",
  needs: [NEED.bothWays],
  explains: ["forbidden", "registration_refused"],
  examine(examined) {
    for (const { challenge, retry, credentials, result } of examined.legs.flatMap(challengeRounds)) {
      const request = retry?.requests[0];
      if (!request || !result || result.status !== 403 || credentials.length === 0 || isPasswordRefusal(result)) continue;
      const user = credentials[0]?.parameters.get("username") ?? "";
      return found({
        sentence: `${examined.name(result.from)} took the credentials of "${user}" and still forbids the ${request.method}: ${result.title}.`,
        host: result.from,
        evidence: [
          shows(challenge, challenge.title),
          shows(request, `${request.method} with credentials of "${user}"`),
          shows(result, result.title),
        ],
      });
    }
    return ABSENT;
  },
};

/** A 403 that speaks of a password; and 403 to a REGISTER, whose only question is who asks. */
export const isPasswordRefusal = ({ status, method, view }: CaseMessage): boolean =>
  status === 403 && (method === "REGISTER" || /pass|auth|credential|digest|secret|login/i.test(view.statusText));
