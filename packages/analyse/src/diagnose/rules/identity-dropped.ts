// The signature came to a host and did not leave it.
import { identitiesOf } from "../identities.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const identityDropped: Rule = {
  id: "identity_dropped",
  title: "Signature dropped on the way",
  severity: "info",
  weight: "oddity",
  looksFor: "A request with Identity that a host sends on without it. Right for the last host that verifies it, wrong in the middle of the way.",
  source: "RFC 8224 §12.3; RFC 3261 §16.6 (step 1)",
  nextStep: "Let this host pass unknown headers; where the message had grown too long for UDP, let this hop use TCP.",
  needs: [NEED.hops],
  explains: ["identity_missing"],
  examine(examined) {
    const signed = new Set(identitiesOf(examined).map(({ message }) => message));
    for (const one of examined.invites) {
      const request = one.requests.find((message) => signed.has(message));
      const next = request === undefined ? undefined : one.children.find(({ requests }) => requests[0] !== undefined && !requests.some((message) => signed.has(message)));
      const bare = next?.requests[0];
      if (request === undefined || bare === undefined) continue;
      return found({
        sentence: `${examined.name(one.dst)} received the caller's signature and did not pass it on to ${examined.name(bare.to)}.`, host: one.dst,
        evidence: [shows(request, "with Identity"), shows(bare, "without Identity")],
      });
    }
    return ABSENT;
  },
};
