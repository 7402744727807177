// The registrar never answers: the device cannot be called, and tries again and again.
import { lastSeenUs } from "../case-transactions.ts";
import { NEED } from "../needs.ts";
import { registersOf, userOf } from "../registers.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { spanText, times } from "../words.ts";

export const registrationUnanswered: Rule = {
  id: "registration_unanswered",
  title: "Registrar does not answer",
  severity: "error",
  weight: "mechanism",
  looksFor: "A REGISTER sent three times or more without any final response, and no later one that was accepted.",
  source: "RFC 3261 §10.2.7, §17.1.2.2",
  nextStep: "Check that the registrar listens at this address and transport; then firewall, fail2ban, and whether its answers find their way back through the NAT.",
  needs: [NEED.requests, NEED.responses],
  explains: ["requests_retransmitted", "retransmission_storm", "call_never_completed"],
  examine(examined) {
    const all = registersOf(examined);
    const silent = all.findLast(({ transaction, final }) => final === null && transaction.requests.length >= 3);
    if (silent === undefined || all.some(({ isAccepted, request }) => isAccepted && request.atUs > silent.request.atUs)) return ABSENT;
    const { transaction, request } = silent;
    return found({
      sentence: `${examined.name(transaction.dst)} does not answer the registration of ${userOf(silent)}: asked ${times(transaction.requests.length)} in ${spanText(lastSeenUs(transaction) - request.atUs)}.`, host: transaction.dst,
      evidence: [shows(request, `REGISTER to ${transaction.dst}`), missing(transaction.callId, lastSeenUs(transaction), `no answer from ${transaction.dst}`)],
    });
  },
};
