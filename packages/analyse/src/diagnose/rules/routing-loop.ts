// The request goes in a circle: the same hosts receive it again and again, each time with fewer hops left.
import type { CaseMessage } from "../case-message.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { listed } from "../words.ts";

const LEAST_PASSAGES = 3;

export const routingLoop: Rule = {
  id: "routing_loop",
  title: "Routing loop",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "One request passes between the same two hosts three times or more with different branches and Max-Forwards falling, or its Vias name one host three times and it is refused with 482 or 483.",
  source: "RFC 3261 §16.3, §16.6 (step 3); RFC 5393 §4.2.1, §4.2.2",
  nextStep:
    "Two hosts of this circle each believe that the other serves the number. Mend the route of this number, or the registration that points back to the proxy.",
  needs: [NEED.requests],
  explains: [
    "too_many_hops",
    "number_unknown",
    "downstream_timeout",
    "server_error",
    "service_unavailable",
    "callee_unavailable",
    "message_too_large",
    "bad_request",
    "forwarding_loop",
    "retransmission_storm",
    "merged_request",
    "max_forwards_small",
    "request_refused",
    "silent_after_trying",
    "fragmentation_risk",
  ],
  examine(examined) {
    for (const leg of examined.legs) {
      const circle = passages(
        leg.messages.filter(({ isRequest, view, method }) => isRequest && !view.retransmission && method !== "ACK" && method !== "CANCEL"),
      );
      const seen = circle ?? viaCircle(leg.messages);
      if (seen === undefined) continue;
      const last = seen.messages.at(-1);
      if (last === undefined) continue;
      const end = leg.messages.find(({ status }) => status === 482 || status === 483);
      return found({
        sentence: `The ${last.method} to ${last.sip.requestUri} goes in a circle between ${listed(seen.hosts.map((host) => examined.name(host)))}${end === undefined ? "" : `, until ${examined.name(end.from)} stopped it with ${end.title}`}.`,
        host: seen.hosts[0] ?? last.from,
        evidence: [
          ...[...seen.messages.slice(0, 2), last]
            .map((message, i, all) =>
              all.indexOf(message) === i
                ? [shows(message, `${message.method} passes here with Max-Forwards ${message.header("max-forwards") ?? "missing"}`)]
                : [],
            )
            .flat(),
          ...(end === undefined ? [] : [shows(end, end.title)]),
        ],
      });
    }
    return ABSENT;
  },
};

interface Circle {
  hosts: string[];
  messages: CaseMessage[];
}

function passages(requests: readonly CaseMessage[]): Circle | undefined {
  const byHop = new Map<string, CaseMessage[]>();
  for (const message of requests) {
    const key = `${message.method}|${message.sip.cseq}|${message.sip.fromTag}|${message.view.src}|${message.to}`;
    byHop.set(key, [...(byHop.get(key) ?? []), message]);
  }
  for (const same of byHop.values()) {
    const branches = new Set(same.map(({ sip }) => sip.branch));
    const hopsLeft = same.map((message) => message.numberIn("max-forwards") ?? 0);
    const falls = hopsLeft.every((hops, i) => i === 0 || hops < (hopsLeft[i - 1] ?? 0));
    if (branches.size >= LEAST_PASSAGES && falls)
      return { hosts: [...new Set(same.flatMap(({ from, to }) => [to, from]))], messages: same };
  }
  return undefined;
}

/** Only the refused request was captured: its Vias tell the way. */
function viaCircle(messages: readonly CaseMessage[]): Circle | undefined {
  const refusal = messages.find(({ status }) => status === 482 || status === 483);
  const request =
    refusal === undefined
      ? undefined
      : messages.findLast((message) => message.isRequest && message.method === refusal.method && message.vias.length > 2);
  if (refusal === undefined || request === undefined) return undefined;
  const hosts = request.vias.map(({ host, port }) => `${host}:${port === 0 ? 5060 : port}`);
  const repeated = [...new Set(hosts)].filter((host) => hosts.filter((other) => other === host).length >= LEAST_PASSAGES);
  return repeated.length === 0 ? undefined : { hosts: repeated, messages: [request] };
}
