// Keys sent by INFO that the other side does not take.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { times } from "../words.ts";

export const dtmfInfoRefused: Rule = {
  id: "dtmf_info_refused",
  title: "Keys by INFO refused",
  severity: "warning",
  weight: "mechanism",
  looksFor: "An INFO with application/dtmf-relay or application/dtmf that is answered by 4xx, 5xx or 6xx.",
  source: "RFC 6086 §4.2.2",
  nextStep: "Send keys as telephone events (RFC 4733) to this host.",
  needs: [NEED.bothWays],
  examine(examined) {
    const refused = examined.transactions.filter(({ method, requests, final }) => method === "INFO" && final !== null && final.status >= 400 && /application\/dtmf/i.test(requests[0]?.sip.contentType ?? ""));
    const own = refused.find(({ children }) => children.length === 0);
    const request = own?.requests[0];
    if (request === undefined || own?.final == null) return ABSENT;
    return found({
      sentence: `${examined.name(own.dst)} did not take the keys pressed in the call: ${own.final.title}, ${times(refused.filter(({ dst }) => dst === own.dst).length)}.`, host: own.dst,
      evidence: [shows(request, `INFO with ${request.sip.contentType}`), shows(own.final, own.final.title)],
    });
  },
};
