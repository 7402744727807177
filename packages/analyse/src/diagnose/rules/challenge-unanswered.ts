// Challenged, and no second try: the client has no credentials for that realm, or never received the challenge.
import { challengeRounds } from "../challenges.ts";
import { lastSeenUs } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { times } from "../words.ts";

export const challengeUnanswered: Rule = {
  id: "challenge_unanswered",
  title: "Challenge without a second try",
  severity: "error",
  weight: "mechanism",
  looksFor: "A 401 or 407 to a request without credentials, after which the same sender never tries again.",
  source: "RFC 3261 §22.2, §22.3",
  nextStep:
    "Does the client have an account for this realm? If its request was repeated after the challenge, the challenge did not reach it: NAT, or a wrong Via.",
  needs: [NEED.bothWays],
  explains: ["not_authorized", "registration_refused", "request_refused"],
  examine(examined) {
    for (const leg of examined.legs) {
      const rounds = challengeRounds(leg);
      const open = rounds.find(
        ({ challenged, retry, before }) =>
          retry === null && before.length === 0 && challenged.parent === null && challenged.method !== "CANCEL",
      );
      if (
        open === undefined ||
        leg.messages.some(({ sip }) => sip.statusCode >= 200 && sip.statusCode < 300 && sip.cseqMethod === open.challenged.method)
      )
        continue;
      const { challenged, challenge, realms } = open;
      const late = challenged.requests.filter(({ atUs }) => atUs > challenge.atUs);
      const unheard =
        late.length > 0 ? `; it repeated its request ${times(late.length)} after that, so the challenge did not reach it` : "";
      return found({
        sentence: `${examined.name(challenged.src)} was asked for credentials (realm "${realms[0] ?? ""}") and did not try again${unheard}.`,
        host: challenged.src,
        evidence: [
          shows(challenge, challenge.title),
          ...late.slice(0, 1).map((message) => shows(message, "the same request once more")),
          missing(challenged.callId, lastSeenUs(challenged), `no ${challenged.method} with credentials`),
        ],
      });
    }
    return ABSENT;
  },
};
