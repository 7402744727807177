// The called number does not exist where the call arrived: said by a status code or a cause, at the hop of birth.
import { NEED } from "../needs.ts";
import { refusal } from "../refusal.ts";
import type { Rule } from "../rule.ts";

export const numberUnknown: Rule = {
  id: "number_unknown",
  title: "Number unknown",
  severity: "warning",
  weight: "outcome",
  looksFor: "The deepest refusal of the call is 404, 410, 485 or 604, or carries Q.850 cause 1 or 22.",
  source: "RFC 3261 §21.4.5, RFC 3398 §7.2.4.1, ITU-T Q.850 §2.2.7",
  nextStep: "Compare the Request-URI with that of a good call on this trunk: plus sign, 00, national form, ported number, provisioning.",
  needs: [NEED.setup],
  examine: (examined) => refusal(examined, { codes: [404, 410, 485, 604], causes: [1, 22] }, ({ host, says, number }) => `${host} does not know the number ${number}: ${says}.`),
};
