// A registration was taken back from another address than the one that made it.
import { NEED } from "../needs.ts";
import { registersOf, removes, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const registrationRemovedElsewhere: Rule = {
  id: "registration_removed_elsewhere",
  title: "Registration taken back from elsewhere",
  severity: "warning",
  weight: "harm",
  looksFor: "An accepted REGISTER that takes all bindings back (Contact: *), or one at another host, sent from an IP address that never registered this address-of-record.",
  source: "RFC 3261 §10.2.2, §26.1.1",
  nextStep: "Ask whose address this is: a moved device, or somebody who knows the password. If nobody knows it, change the password.",
  needs: [NEED.registration],
  explains: ["callee_unavailable"],
  examine(examined) {
    const accepted = registersOf(examined).filter(({ isAccepted }) => isAccepted);
    for (const one of accepted) {
      if (!removes(one) || one.final === null) continue;
      const makers = accepted.filter((other) => other.aor === one.aor && !removes(other) && other.request.atUs < one.request.atUs);
      const victim = makers.at(-1);
      const isForeign = one.all || one.contacts.some(({ uri }) => uri.host !== one.request.view.src);
      if (victim === undefined || !isForeign || makers.some(({ request }) => request.view.src === one.request.view.src)) continue;
      return found({
        sentence: `${examined.name(one.request.from)} took back the registration that ${examined.name(victim.request.from)} had made for ${userOf(one)}.`, host: one.request.from,
        evidence: [shows(victim.request, `registered from ${victim.request.from}`), shows(one.request, `taken back from ${one.request.from}`), shows(one.final, one.final.title)],
      });
    }
    return ABSENT;
  },
};
