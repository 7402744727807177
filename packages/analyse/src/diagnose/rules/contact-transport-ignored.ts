// A request within the call used another transport than the peer's Contact asks for, and got no answer.
import { uriIn } from "../addresses.ts";
import type { CaseMessage } from "../case-message.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";

export const contactTransportIgnored: Rule = {
  id: "contact_transport_ignored",
  title: "Wrong transport within the call",
  severity: "error",
  weight: "mechanism",
  looksFor: "A peer's Contact asks for TCP, TLS or WebSocket; a later request of the call goes to its address over another transport and is not answered.",
  source: "RFC 3261 §12.2.1.1, §19.1.1; RFC 5658 §5; RFC 7118 §5.2",
  nextStep: "Let the proxy between record its route twice, once for each transport (double Record-Route), or keep the connection for requests within the call.",
  needs: [NEED.setup, NEED.bothWays],
  explains: ["ack_lost", "bye_unanswered", "refresh_failed", "requests_retransmitted", "response_retransmissions", "retransmission_storm", "dropped_after_half_a_minute"],
  examine(examined) {
    for (const leg of examined.legs) {
      for (const one of leg.transactions) {
        const request = one.requests[0];
        if (request === undefined || request.sip.toTag === "" || one.responses.length > 0 || one.method === "CANCEL") continue;
        const told = leg.messages.find((message) => message.view.src === request.view.dst && message.atUs < request.atUs && wanted(message) !== "" && message.sip.viaCount <= 1);
        const want = told === undefined ? "" : wanted(told);
        if (told === undefined || want === request.view.transport || want === "") continue;
        return found({
          sentence: `${examined.name(one.src)} sent its ${one.method} to ${examined.name(one.dst)} by ${request.view.transport.toUpperCase()}, where ${want.toUpperCase()} was asked for, and got no answer.`, host: one.src,
          evidence: [shows(told, `Contact asks for transport=${want}`), shows(request, `${one.method} over ${request.view.transport.toUpperCase()}`), missing(one.callId, request.atUs, "no answer")],
        });
      }
    }
    return ABSENT;
  },
};

/** "" when any transport will do. */
const wanted = (message: CaseMessage): string => (message.method === "INVITE" ? (/;transport=(tcp|tls|ws|wss)\b/i.exec(uriIn(message.headers("contact")[0] ?? "")?.parameters ?? "")?.[1]?.toLowerCase() ?? "") : "");
