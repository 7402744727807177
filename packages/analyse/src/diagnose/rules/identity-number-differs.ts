// The signed numbers are not those of the call: somebody rewrote a number after it was signed.
import { addressUser } from "../addresses.ts";
import { identitiesOf, isSameCaller, type SignedIdentity } from "../identities.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const identityNumberDiffers: Rule = {
  id: "identity_number_differs",
  title: "Signed for other numbers",
  severity: "warning",
  weight: "mechanism",
  looksFor: "An Identity whose orig number is neither that of P-Asserted-Identity nor of From, or whose dest number is neither that of To nor of the Request-URI, without a diversion signed beside it.",
  source: "RFC 8224 §6.2, §8, §8.3; RFC 8946 §3",
  nextStep: "Sign after the last rewriting of numbers, in international form; a forwarding host adds a div PASSporT.",
  needs: [NEED.setup],
  explains: ["identity_not_valid", "identity_refused"],
  examine(examined) {
    const all = identitiesOf(examined);
    for (const one of all) {
      if (one.kind === "div" || one.broken !== "") continue;
      const { message } = one;
      const callers = [...message.headers("p-asserted-identity"), message.sip.from].map(addressUser);
      const called = [message.sip.to, message.sip.requestUri].map(addressUser);
      const isDiverted = all.some(({ kind, message: of }) => kind === "div" && of === message) || message.header("history-info") !== undefined || message.header("diversion") !== undefined;
      const fault = one.origin !== undefined && isNone(callers, one.origin) ? { what: "from", signed: one.origin, is: callers } : !isDiverted && misses(called, one) ? { what: "to", signed: one.destinations.join(", "), is: called } : undefined;
      if (fault === undefined) continue;
      const seen = [...new Set(fault.is)].join(" or ");
      return found({
        sentence: `The signature speaks of a call ${fault.what} ${fault.signed}, but ${examined.name(message.from)} sends one ${fault.what} ${seen}.`, host: message.from,
        evidence: [shows(message, `signed ${fault.what} ${fault.signed}; in the message ${seen}`)],
      });
    }
    return ABSENT;
  },
};

/** True when all that can be compared differ. */
function isNone(users: readonly string[], signed: string): boolean {
  const compared = users.map((user) => isSameCaller(user, signed)).filter((same) => same !== undefined);
  return compared.length > 0 && !compared.includes(true);
}

const misses = (users: readonly string[], { destinations }: SignedIdentity): boolean => destinations.length > 0 && destinations.every((signed) => isNone(users, signed));
