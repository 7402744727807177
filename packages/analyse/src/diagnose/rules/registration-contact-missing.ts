// The answer to a REGISTER lists all bindings; the device's own is not among them.
import { NEED } from "../needs.ts";
import { isSameEnd, registersOf, removes, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const registrationContactMissing: Rule = {
  id: "registration_contact_missing",
  title: "Registered, but not with this contact",
  severity: "info",
  weight: "oddity",
  looksFor: "A 2xx to REGISTER without the contact that was registered. Another address for the same user is a rewritten contact; a list without that user is a warning.",
  source: "RFC 3261 §10.3, §10.2.4",
  nextStep: "Rewriting is how many registrars mend NAT, and is well when calls arrive. Otherwise compare Contact with what the registrar stores; some devices never take such a 200 as theirs and register again.",
  needs: [NEED.registration],
  explains: ["registration_too_frequent", "callee_unavailable"],
  examine(examined) {
    const one = registersOf(examined).find((each) => each.isAccepted && !removes(each) && each.contacts[0] !== undefined && each.bindings.length > 0 && !each.bindings.some(({ uri }) => isSameEnd(uri, each.contacts[0]?.uri)));
    const own = one?.contacts[0];
    if (one?.final == null || own === undefined) return ABSENT;
    const rewritten = one.bindings.find(({ uri }) => uri.user === own.uri.user);
    const registrar = examined.name(one.final.from);
    return found({
      sentence: rewritten === undefined ? `${registrar} accepted the registration of ${userOf(one)} but does not list its address ${own.text}.` : `${registrar} keeps ${rewritten.text} for ${userOf(one)} instead of the ${own.text} that the device named.`,
      host: one.final.from, severity: rewritten === undefined ? "warning" : "info", weight: rewritten === undefined ? "mechanism" : "oddity",
      evidence: [shows(one.request, `Contact ${own.text}, sent from ${one.request.from}`), shows(one.final, `lists ${one.bindings.map(({ text }) => text).join(", ")}`)],
    });
  },
};
