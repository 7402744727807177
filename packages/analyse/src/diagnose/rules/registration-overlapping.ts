// A new REGISTER before the last one was answered: answers may arrive in the wrong order and the older one win.
import { NEED } from "../needs.ts";
import { registersOf, userOf } from "../registers.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

/** Timer F: after that the old one is over. */
const OPEN_US = 32_000_000;

export const registrationOverlapping: Rule = {
  id: "registration_overlapping",
  title: "Two registrations at once",
  severity: "info",
  weight: "oddity",
  looksFor: "A REGISTER with a new CSeq while the one before, with the same Call-ID from the same address, has no final response yet.",
  source: "RFC 3261 §10.2",
  nextStep: "Look at why the device does not wait: its timer is shorter than the registrar's answer takes, or two processes use one account.",
  needs: [NEED.registration],
  examine(examined) {
    const all = registersOf(examined);
    for (const [i, one] of all.entries()) {
      const next = all[i + 1];
      if (next === undefined || next.transaction.callId !== one.transaction.callId || next.request.from !== one.request.from || next.request.sip.cseq <= one.request.sip.cseq) continue;
      const openUs = (one.final?.atUs ?? Number.POSITIVE_INFINITY) - next.request.atUs;
      if (openUs <= 0 || next.request.atUs - one.request.atUs > OPEN_US) continue;
      return found({
        sentence: `${examined.name(one.request.from)} registered ${userOf(one)} again after ${spanText(next.request.atUs - one.request.atUs)}, before ${examined.name(one.transaction.dst)} had answered the first time.`, host: one.request.from,
        evidence: [shows(one.request, `REGISTER, CSeq ${one.request.sip.cseq}`), shows(next.request, `REGISTER, CSeq ${next.request.sip.cseq}`), ...(one.final === null ? [] : [shows(one.final, `answer to CSeq ${one.request.sip.cseq}`)])],
      });
    }
    return ABSENT;
  },
};
