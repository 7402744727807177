// An international number, tried without any account: somebody looks for a server that calls for free.
import { addressUser, isPrivateAddress } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

/** Dial-out digits, an access code, then a whole international number: 900442033…, 011972592…, 00046… */
const DIALLED_OUT = /^\+?(?:[0-9*#]{0,5}?(?:00|011|\+))\d{10,15}$|^\d{15,}$/;
const LONGEST_E164 = 15;

export const tollFraudProbe: Rule = {
  id: "toll_fraud_probe",
  title: "Attempt to call for free",
  severity: "warning",
  weight: "attack",
  looksFor: "An INVITE from a public address to an international number with dial-out digits before it, challenged and not tried again, or refused as unknown or forbidden, from a sender whose From and called number share their host and that never showed credentials.",
  source: "RFC 3261 §26.1.1",
  nextStep: "Block this source at the firewall or by a list of allowed addresses; check that guests cannot call out, and that no try with another prefix got through.",
  needs: [NEED.setup, NEED.responses],
  explains: ["challenge_unanswered", "number_unknown", "forbidden", "not_authorized", "number_incomplete"],
  examine(examined) {
    for (const one of examined.attempts) {
      const request = one.requests[0];
      if (request === undefined || one.final === null || one.responses.some(({ status }) => status > 100 && status < 300)) continue;
      const number = addressUser(request.sip.requestUri);
      const digits = number.replace(/\D/g, "");
      const isSuspicious = DIALLED_OUT.test(number) && (digits.length > LONGEST_E164 || !/^(?:00|011|\+)[1-9]/.test(number));
      if (!isSuspicious || isPrivateAddress(request.view.src) || !REFUSED.has(one.final.status)) continue;
      if (examined.messages.some(({ isRequest, credentials, view }) => isRequest && view.src === request.view.src && credentials.length > 0)) continue;
      return found({
        sentence: `${examined.name(request.from)} tried to call ${number} through ${examined.name(request.to)} without an account, and was refused (${one.final.title}).`, host: request.from,
        evidence: [shows(request, `INVITE to ${number}, from ${addressUser(request.sip.from) || "nobody"}`), shows(one.final, one.final.title)],
      });
    }
    return ABSENT;
  },
};

const REFUSED = new Set([401, 403, 404, 407, 484, 603]);
