// Two phones answered one call: the caller can keep only one, and must end the other.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const answeredTwice: Rule = {
  id: "answered_twice",
  title: "Answered by two phones",
  severity: "info",
  weight: "harm",
  looksFor: "2xx with different To tags to one INVITE of the caller; graver when the second is not ended by BYE.",
  source: "RFC 3261 §13.2.2.4",
  nextStep:
    "Each 2xx must get its ACK, and all but one a BYE at once. If a phone still believes that it is in a call, the caller did not do that.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    for (const top of examined.attempts) {
      const answers = top.responses.filter(
        ({ status, view }, i, all) =>
          status >= 200 &&
          status < 300 &&
          !view.retransmission &&
          all.findIndex((other) => other.status === status && other.sip.toTag === all[i]?.sip.toTag) === i,
      );
      if (answers.length < 2) continue;
      const leg = examined.legOf(top.callId);
      const kept = answers.filter(
        ({ sip, atUs }) =>
          leg
            ?.of("BYE")
            .some(
              ({ requests, startUs }) =>
                startUs - atUs < 5_000_000 && [requests[0]?.sip.toTag, requests[0]?.sip.fromTag].includes(sip.toTag),
            ) !== true,
      );
      return found({
        ...(kept.length > 1 ? { severity: "warning" as const } : {}),
        sentence: `${answers.length === 2 ? "Two" : answers.length} phones answered the call${kept.length > 1 ? ", and only one of them can have been heard: the other was not ended" : ""}.`,
        host: top.dst,
        evidence: answers.map((message) => shows(message, `${message.title} with To tag ${message.sip.toTag}`)),
      });
    }
    return ABSENT;
  },
};
