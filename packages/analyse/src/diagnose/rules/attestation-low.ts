// The signer says that it does not know, or not for sure, that the caller may use this number.
import { identitiesOf } from "../identities.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const MEANING: Readonly<Record<string, string>> = { B: "knows its customer but not that the number is theirs", C: "only passes the call on from elsewhere" };

export const attestationLow: Rule = {
  id: "attestation_low",
  title: "Weak attestation",
  severity: "info",
  weight: "oddity",
  looksFor: "A SHAKEN identity with attestation B or C.",
  source: "RFC 8588 §4",
  nextStep: "If this caller owns the number, let its provider know so; calls with C end at filters more often.",
  needs: [NEED.setup],
  explains: ["blocked_by_analytics", "call_unwanted"],
  examine(examined) {
    const one = identitiesOf(examined).find(({ attest }) => attest !== undefined && attest.toUpperCase() in MEANING);
    if (one?.attest === undefined) return ABSENT;
    const attest = one.attest.toUpperCase();
    return found({
      sentence: `Who signed the number ${one.origin ?? "of the caller"} ${MEANING[attest] ?? ""} (attestation ${attest}).`, host: one.message.from,
      evidence: [shows(one.message, `attest ${attest}, signed by ${one.certificate || "an unnamed certificate"}`)],
    });
  },
};
