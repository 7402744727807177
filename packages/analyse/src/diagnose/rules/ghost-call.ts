// A phone rings and nobody is there: a stranger sent an INVITE straight to it.
import { addressHost, addressUser, isIpAddress, isPrivateAddress } from "../addresses.ts";
import type { CaseMessage } from "../case-message.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { TOOLS } from "./scanner.ts";

const ENOUGH_SIGNS = 3;

export const ghostCall: Rule = {
  id: "ghost_call",
  title: "Ghost call",
  severity: "warning",
  weight: "attack",
  looksFor: "An INVITE that rings or is answered, from a public address without proxy or credentials, with three signs of a scanning tool: its name, a From like 100 or test, a From host or Contact that is not the sender, no SDP, a Via that is not the sender, a called address that is the device's own IP address.",
  source: "RFC 3261 §26.1.1, §26.3.2.2; RFC 5039 §2",
  nextStep: "Let the phone take calls from its proxy alone (\"accept trusted server only\"), move it off port 5060, and do not expose it to the Internet.",
  needs: [NEED.setup, NEED.responses],
  explains: ["caller_gave_up", "ack_lost", "call_lost", "no_answer", "bye_unanswered", "response_retransmissions"],
  examine(examined) {
    for (const one of examined.attempts) {
      const request = one.requests[0];
      const rang = one.responses.find(({ status }) => status > 100 && status < 300);
      if (request === undefined || rang === undefined || isPrivateAddress(request.view.src) || request.credentials.length > 0 || request.sip.viaCount > 1 || isPlain(request)) continue;
      const signs = signsOf(request);
      if (signs.length < ENOUGH_SIGNS) continue;
      return found({
        sentence: `${examined.name(request.to)} ${rang.status >= 200 ? "took a call" : "rang for a call"} that a stranger at ${examined.name(request.from)} sent straight to it: nobody meant to speak.`, host: request.from,
        evidence: [shows(request, signs.join("; ")), shows(rang, rang.title)],
      });
    }
    return ABSENT;
  },
};

/** An ordinary INVITE, which can show two signs at most: told without taking its addresses apart. */
const isPlain = (request: CaseMessage): boolean =>
  !request.sip.to.includes(request.view.dst) && request.sip.viaSentBy.includes(request.view.src) && request.sdp !== null && request.header("contact")?.includes(request.view.src) === true && !TOOLS.test(`${request.header("user-agent") ?? ""} ${request.sip.from}`);

function signsOf(request: CaseMessage): string[] {
  const from = addressUser(request.sip.from);
  const fromHost = addressHost(request.sip.from);
  const contact = addressHost(request.headers("contact")[0] ?? "");
  const via = request.vias[0]?.host ?? "";
  const { src } = request.view;
  const isOther = (host: string): boolean => isIpAddress(host) && host !== src && !isPrivateAddress(host);
  return [
    TOOLS.test(`${request.header("user-agent") ?? ""} ${request.sip.from}`) ? "names a scanning tool" : "", /^(?:\d{3,4}|test|admin|asterisk|sip|user|anonymous)$/i.test(from) ? `From ${from}` : "", isOther(fromHost) ? `From host ${fromHost}` : "",
    isOther(contact) || contact === "127.0.0.1" ? `Contact at ${contact}` : "", isOther(via) || via === "127.0.0.1" ? `Via ${via}` : "", request.sdp === null ? "no SDP" : "", request.header("contact") === undefined ? "no Contact" : "",
    // Whoever knows a person dials a domain; who tries addresses knows nothing else. Between trunks, calls come from the sender's own address.
    isOther(fromHost) && addressHost(request.sip.to).replace(/^\[|\]$/g, "") === request.view.dst ? "called by its IP address" : "",
  ].filter((sign) => sign !== "");
}
