// The registrar does not take the registration: the device cannot be called.
import { isChallenge } from "../challenges.ts";
import { NEED } from "../needs.ts";
import { sayings } from "../refusal.ts";
import { registersOf, registrarOf, userOf } from "../registers.ts";
import type { Case } from "../case.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const registrationRefused: Rule = {
  id: "registration_refused",
  title: "Registration refused",
  severity: "error",
  weight: "outcome",
  looksFor: "The last REGISTER of the conversation ends with 4xx, 5xx or 6xx. A challenge to a REGISTER without credentials is a question, not a refusal.",
  source: "RFC 3261 §10.3, §21.4",
  nextStep: "Does this account exist at this registrar, under this domain, and is the device's address allowed? Read the phrase, and the registrar's log at that second.",
  needs: [NEED.registration],
  explains: ["request_refused"],
  examine(examined) {
    const last = registersOf(examined).at(-1);
    if (last?.final == null || last.final.status < 400 || (isChallenge(last.final) && last.request.credentials.length === 0) || isAcceptedLater(examined, last.final.atUs)) return ABSENT;
    const host = registrarOf(last);
    return found({
      sentence: `${examined.name(host)} does not register ${userOf(last)}: ${sayings(last.final)}.`, host,
      evidence: [shows(last.request, `REGISTER of ${userOf(last)} from ${last.request.from}`), shows(last.final, sayings(last.final))],
    });
  },
};

/** Of the next try the request may have escaped the capture. */
const isAcceptedLater = ({ messages }: Case, sinceUs: number): boolean => messages.some(({ method, status, atUs }) => method === "REGISTER" && status >= 200 && status < 300 && atUs > sinceUs);
