// One Call-ID for two calls: whatever tells calls apart by it mixes them up.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const callIdReused: Rule = {
  id: "call_id_reused",
  title: "Call-ID used twice",
  severity: "info",
  weight: "oddity",
  looksFor:
    "After the first call ended (BYE or a refusal), an INVITE without To tag comes from the same host with the same Call-ID and another From tag.",
  source: "RFC 3261 §8.1.1.4",
  nextStep: "Mend the sender: each call needs a Call-ID of its own. Call records and links of these calls cannot be trusted.",
  needs: [NEED.setup],
  examine(examined) {
    for (const leg of examined.legs) {
      const tops = examined.legs
        .filter(({ call }) => call.callId === leg.call.callId)
        .flatMap(({ invites }) => invites.filter(({ parent }) => parent === null));
      const first = tops[0]?.requests[0];
      const endUs =
        leg.messages.find(({ method, status }) => method === "BYE" || (method === "INVITE" && status >= 300))?.atUs ??
        Number.POSITIVE_INFINITY;
      const second = tops
        .map(({ requests }) => requests[0])
        .find(
          (message) =>
            message !== undefined &&
            first !== undefined &&
            message.view.src === first.view.src &&
            message.atUs > endUs &&
            message.sip.fromTag !== first.sip.fromTag,
        );
      if (first === undefined || second === undefined) continue;
      return found({
        sentence: `${examined.name(first.from)} used one Call-ID for two calls.`,
        host: first.from,
        evidence: [shows(first, `INVITE with From tag ${first.sip.fromTag}`), shows(second, `another with From tag ${second.sip.fromTag}`)],
      });
    }
    return ABSENT;
  },
};
