// Redirected to where it came from: the new target is the old one, or an earlier one.
import { addressHost, addressUser } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const redirectLoop: Rule = {
  id: "redirect_loop",
  title: "Redirected in a circle",
  severity: "error",
  weight: "mechanism",
  looksFor: "A 3xx whose Contact is the Request-URI it answers, or one that was redirected before in this call.",
  source: "RFC 3261 §8.1.3.4, §16.5",
  nextStep: "Mend the forwarding: two targets point to each other, or one to itself.",
  needs: [NEED.setup, NEED.responses],
  explains: ["redirect_not_followed", "routing_loop", "too_many_hops"],
  examine(examined) {
    const tried = new Set<string>();
    for (const invite of examined.invites.toSorted((a, b) => a.startUs - b.startUs)) {
      const request = invite.requests[0];
      const { final } = invite;
      if (request === undefined || final === null || final.status < 300 || final.status >= 400 || invite.children.length > 0) continue;
      const place = (uri: string): string => `${addressUser(uri)}@${addressHost(uri)}`.toLowerCase();
      tried.add(place(request.sip.requestUri));
      const back = final.headers("contact").find((contact) => tried.has(place(contact)));
      if (back === undefined) continue;
      return found({
        sentence: `${examined.name(invite.dst)} redirects the call to where it was sent already: ${back}.`,
        host: invite.dst,
        evidence: [shows(request, `INVITE ${request.sip.requestUri}`), shows(final, `${final.title} with Contact ${back}`)],
      });
    }
    return ABSENT;
  },
};
