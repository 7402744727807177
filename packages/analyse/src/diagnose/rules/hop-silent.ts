// A request is repeated and never answered by anything: the next hop is not reachable, or drops it without a word.
import { lastSeenUs, type Transaction } from "../case-transactions.ts";
import type { Case } from "../case.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { nth, spanText, times } from "../words.ts";

/** Timer A starts with 500 ms: three transmissions are 1.5 s of silence. */
const LEAST_SENDINGS = 3;

export const hopSilent: Rule = {
  id: "hop_silent",
  title: "Host does not answer",
  severity: "error",
  weight: "mechanism",
  looksFor:
    "An INVITE that makes a call is sent three times or more to a host, or is the last thing seen of a failed call, and that host sends nothing back, not even 100.",
  source: "RFC 3261 §17.1.1.2 (timers A and B), §16.7 (step 6)",
  nextStep:
    "Check that the host is up and listens on that address, port and transport; then firewall, fail2ban and the way back. An ICMP message would say which.",
  needs: [NEED.setup, NEED.bothWays],
  explains: [
    "downstream_timeout",
    "service_unavailable",
    "server_error",
    "callee_unavailable",
    "network_failure",
    "no_answer",
    "caller_gave_up",
    "abandoned_before_ringing",
    "retransmission_storm",
    "requests_retransmitted",
    "slow_setup",
    "call_never_completed",
    "route_hunting",
    "number_unknown",
  ],
  examine(examined) {
    // What was reached by another route in the end is failover_after_timeout.
    if (examined.isAnswered) return ABSENT;
    const silent = examined.invites.filter((one) => isSilent(examined, one)).toSorted((a, b) => depth(b) - depth(a))[0];
    const first = silent?.requests[0];
    if (silent === undefined || first === undefined) return ABSENT;
    const sent = silent.requests.length;
    return found({
      sentence: `${examined.name(silent.dst)} does not answer: ${examined.name(silent.src)} sent its INVITE ${times(sent)}${sent > 1 ? ` in ${spanText(lastSeenUs(silent) - first.atUs)}` : ""} and got nothing back.`,
      host: silent.dst,
      evidence: [
        shows(first, `INVITE to ${silent.dst}`),
        ...silent.requests
          .slice(-1)
          .filter((message) => message !== first)
          .map((message) => shows(message, `the same INVITE for the ${nth(sent)} time`)),
        missing(silent.callId, lastSeenUs(silent), `nothing from ${silent.dst}, not even 100`),
      ],
    });
  },
};

const depth = (one: Transaction): number => (one.parent === null ? 0 : 1 + depth(one.parent));

/** Sent often enough, or an upstream host said that it timed out; and capture does see what that host sends, or nobody saw anything of it. */
export function isSilent(examined: Case, one: Transaction): boolean {
  if (one.requests.length === 0 || one.responses.length > 0 || one.children.length > 0) return false;
  const saidTimeout =
    one.parent !== null &&
    one.parent.final !== null &&
    [408, 480, 500, 503, 504].includes(one.parent.final.status) &&
    one.parent.final.atUs - one.startUs > 3_000_000;
  return one.requests.length >= LEAST_SENDINGS || saidTimeout || (one.requests.length > 1 && examined.failure?.leaf === one);
}
