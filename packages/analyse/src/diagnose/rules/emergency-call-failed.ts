// A call to an emergency number was not answered: whatever the cause is, somebody has to know now.
import { addressUser } from "../addresses.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const emergencyCallFailed: Rule = {
  id: "emergency_call_failed",
  title: "Emergency call failed",
  severity: "error",
  weight: "oddity",
  looksFor: "A call to urn:service:sos, 112 or 911 ends without an answer, and not because the caller gave it up within 5 s.",
  source: "RFC 6881 §5; RFC 5031 §4.2",
  nextStep: "Call back. Then mend what the root cause of this call names, before the next one needs it.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    const { failure } = examined;
    const request = failure?.top.requests[0];
    if (failure === null || request === undefined || examined.isAnswered) return ABSENT;
    const target = request.sip.requestUri;
    if (!/^urn:service:sos\b/i.test(target) && !/^(?:112|911)$/.test(addressUser(target))) return ABSENT;
    const { cancel, final } = failure.top;
    if (
      (final === null && cancel === null && failure.leaf.final === null && failure.leaf.requests.length < 2) ||
      (cancel !== null && cancel.startUs - request.atUs < 5_000_000)
    )
      return ABSENT;
    return found({
      sentence: `An emergency call (${addressUser(target) || target}) from ${examined.name(failure.top.src)} was not answered.`,
      host: failure.host,
      evidence: [shows(request, `INVITE ${target}`), ...(final === null ? [] : [shows(final, final.title)])],
    });
  },
};
