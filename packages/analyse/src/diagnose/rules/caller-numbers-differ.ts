// The network vouches for one number and the phone shows another.
import { addressUser } from "../addresses.ts";
import { isSameCaller } from "../identities.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const callerNumbersDiffer: Rule = {
  id: "caller_numbers_differ",
  title: "Shown and asserted caller differ",
  severity: "info",
  weight: "oddity",
  looksFor: "From and P-Asserted-Identity of one INVITE with different numbers and without Privacy: id.",
  source: "RFC 3325 §5, §9.1, §9.3",
  nextStep: "Usual for exchanges that show a head number. Where the carrier refuses or bills wrongly, compare both with the numbers of this trunk.",
  needs: [NEED.setup],
  explains: ["identity_number_differs"],
  examine(examined) {
    for (const message of examined.messages) {
      if (!message.isRequest || message.method !== "INVITE" || message.sip.toTag !== "" || message.header("p-asserted-identity") === undefined || message.lists("privacy", "id")) continue;
      const [shown, asserted] = [addressUser(message.sip.from), message.headers("p-asserted-identity").map(addressUser)];
      const compared = asserted.map((one) => isSameCaller(shown, one)).filter((same) => same !== undefined);
      if (compared.length === 0 || compared.includes(true)) continue;
      return found({
        sentence: `The call shows ${shown} as its caller, and ${examined.name(message.from)} vouches for ${asserted.join(" and ")}.`, host: message.from,
        evidence: [shows(message, `From ${shown}, P-Asserted-Identity ${asserted.join(", ")}`)],
      });
    }
    return ABSENT;
  },
};
