// Refused, and the REGISTER went to another domain than the account's.
import { addressHost, uriIn } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { registersOf, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const registrationWrongDomain: Rule = {
  id: "registration_wrong_domain",
  title: "Registration in another domain",
  severity: "error",
  weight: "mechanism",
  looksFor: "A REGISTER refused with 403, 404, 478, 483 or 604 whose Request-URI names another domain than its To, or a user.",
  source: "RFC 3261 §10.2, §10.3",
  nextStep: "Set the device's SIP domain to that of the account; the proxy's address belongs into its own field.",
  needs: [NEED.registration],
  explains: ["registration_refused", "request_refused", "number_unknown", "forbidden"],
  examine(examined) {
    for (const one of registersOf(examined)) {
      const uri = uriIn(one.request.sip.requestUri);
      const domain = addressHost(one.request.sip.to);
      if (one.final === null || ![403, 404, 478, 483, 604].includes(one.final.status) || uri === null || domain === "") continue;
      if (uri.host === domain && uri.user === "") continue;
      const told = uri.host === domain ? `with a user in its Request-URI (${one.request.sip.requestUri})` : `in the domain ${uri.host}, but its account is ${userOf(one)}`;
      return found({
        sentence: `${examined.name(one.request.from)} registers ${told}; ${examined.name(one.final.from)} refused: ${one.final.title}.`, host: one.request.from,
        evidence: [shows(one.request, `REGISTER ${one.request.sip.requestUri}, To ${one.aor}`), shows(one.final, one.final.title)],
      });
    }
    return ABSENT;
  },
};
