// Old addresses of one device pile up at the registrar: each call rings at places where nobody is any more.
import { NEED } from "../needs.ts";
import { registersOf, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const MANY = 3;

export const registrationBindingsMany: Rule = {
  id: "registration_bindings_many",
  title: "Old addresses pile up",
  severity: "info",
  weight: "oddity",
  looksFor: "A 2xx to REGISTER that lists three or more addresses of the same user on the same host with different ports.",
  source: "RFC 3261 §10.2.1, §10.3; RFC 5626 §4.2.1, §6",
  nextStep: "Let the device use outbound (reg-id and +sip.instance) or take its old binding back; or let the registrar keep one binding a device.",
  needs: [NEED.registration],
  examine(examined) {
    for (const one of registersOf(examined)) {
      const first = one.bindings.find(({ uri }) => one.bindings.filter((other) => other.uri.user === uri.user && other.uri.host === uri.host).length >= MANY);
      if (first === undefined || one.final === null) continue;
      const same = one.bindings.filter(({ uri }) => uri.user === first.uri.user && uri.host === first.uri.host);
      return found({
        sentence: `${examined.name(one.final.from)} knows ${userOf(one)} at ${same.length} ports of ${first.uri.host}: old addresses of a device behind NAT, which all ring.`, host: one.final.from,
        evidence: [shows(one.final, same.map(({ text, expiresS }) => `${text}${expiresS === undefined ? "" : ` for ${expiresS} s`}`).join(", "))],
      });
    }
    return ABSENT;
  },
};
