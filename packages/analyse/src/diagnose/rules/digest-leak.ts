// Who called a phone asks it for credentials when it hangs up: the phone answers with a digest that can be cracked at leisure.
import { isChallenge } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const digestLeak: Rule = {
  id: "digest_leak",
  title: "Caller asks the phone for its password",
  severity: "warning",
  weight: "attack",
  looksFor: "A BYE or re-INVITE of the called side is challenged (401, 407) by the caller's own address, which never registered nor showed credentials, and that is no proxy of the call. An error when credentials followed.",
  source: "RFC 3261 §22.1, §26.1; RFC 7616 §5.9, §5.10",
  nextStep: "Let the phone answer challenges of its own proxy alone, and take calls from it alone; change the password if it answered.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["challenge_unanswered", "not_authorized", "wrong_password", "auth_loop", "bye_unanswered"],
  examine(examined) {
    for (const leg of examined.legs) {
      const invite = leg.invites.find(({ parent, requests }) => parent === null && requests[0]?.sip.viaCount === 1);
      const first = invite?.requests[0];
      if (invite === undefined || first === undefined) continue;
      const asked = leg.transactions.find(({ method, final, srcIp, dstIp }) => (method === "BYE" || method === "INVITE") && final !== null && isChallenge(final) && srcIp === invite.dstIp && dstIp === invite.srcIp);
      const request = asked?.requests[0];
      if (asked?.final == null || request === undefined || first.credentials.length > 0 || leg.transactions.some(({ children }) => children.length > 0)) continue;
      const given = leg.messages.find(({ isRequest, view, credentials, atUs }) => isRequest && view.src === asked.srcIp && atUs > (asked.final?.atUs ?? 0) && credentials.length > 0);
      return found({
        sentence: `${examined.name(invite.src)} called ${examined.name(invite.dst)} and then asked it for its password${given === undefined ? "" : ", which it answered with a digest that can be cracked"}.`, host: invite.src, severity: given === undefined ? "warning" : "error",
        evidence: [shows(request, `${request.method} of the called side`), shows(asked.final, `${asked.final.title} by the caller`), ...(given === undefined ? [] : [shows(given, "credentials given")])],
      });
    }
    return ABSENT;
  },
};
