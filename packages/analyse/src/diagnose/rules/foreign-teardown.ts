// A BYE or CANCEL from an address that has no part in the call.
import { addressHost, isIpAddress } from "../addresses.ts";
import type { CaseMessage } from "../case-message.ts";
import type { CaseLeg } from "../case.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const foreignTeardown: Rule = {
  id: "foreign_teardown",
  title: "Call ended by a stranger",
  severity: "warning",
  weight: "attack",
  looksFor: "A BYE or CANCEL from an IP address that stands in no Via, Contact, Record-Route or Route of the call before, and neither sent nor received any of its messages. Calls whose routes have names are left out.",
  source: "RFC 3261 §26.1.4, §12.2.2, §15",
  nextStep: "Find out whose address this is: a second proxy that shares the call's state is harmless, anything else is an attack. Refuse BYE from hosts outside the route set, use TLS.",
  needs: [NEED.setup, NEED.requests],
  explains: ["ended_by_network", "very_short_call", "abnormal_release", "bye_unanswered"],
  examine(examined) {
    for (const leg of examined.legs) {
      for (const end of leg.messages) {
        if (!end.isRequest || (end.method !== "BYE" && end.method !== "CANCEL") || end.view.retransmission) continue;
        if (leg.messages.some(({ view, atUs }) => atUs < end.atUs && (view.src === end.view.src || view.dst === end.view.src))) continue;
        const known = knownHosts(leg, end);
        if (known === undefined || known.has(end.view.src) || !leg.messages.some(({ method, isRequest, atUs }) => isRequest && method === "INVITE" && atUs < end.atUs)) continue;
        return found({
          sentence: `The ${end.method} came from ${examined.name(end.from)}, which has no part in this call.`, host: end.from,
          evidence: [shows(end, `${end.method} from ${end.from}; known before: ${[...known].slice(0, 8).join(", ")}`)],
        });
      }
    }
    return ABSENT;
  },
};

/** undefined: routes or contacts by name, which may be any address. */
function knownHosts({ messages }: CaseLeg, end: CaseMessage): Set<string> | undefined {
  const known = new Set<string>();
  for (const message of messages) {
    if (message.atUs >= end.atUs) break;
    known.add(message.view.src).add(message.view.dst);
    const named = [...message.headers("record-route"), ...message.headers("route"), ...message.headers("contact")].map(addressHost);
    if (named.some((host) => host !== "" && !isIpAddress(host))) return undefined;
    for (const host of [...named, ...message.vias.flatMap(({ host: via, received }) => [via, received])]) known.add(host);
  }
  return known.size === 0 ? undefined : known;
}
