// Requests that make no call: OPTIONS, MESSAGE, SUBSCRIBE and the like refused or not answered.
import { sipCode } from "@sipglass/model";
import { sayings } from "../refusal.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";
import { lastSeenUs } from "../case-transactions.ts";
import { times } from "../words.ts";

const OUTSIDE_CALLS = new Set(["OPTIONS", "MESSAGE", "SUBSCRIBE", "PUBLISH", "NOTIFY", "INFO"]);

export const requestRefused: Rule = {
  id: "request_refused",
  title: "Request refused",
  severity: "warning",
  weight: "outcome",
  looksFor:
    "OPTIONS, MESSAGE, SUBSCRIBE, PUBLISH or NOTIFY outside a call gets 400 or more (a challenge followed by another try aside), or is repeated without any answer.",
  source: "RFC 3261 §8.1.3, §11; RFC 3428 §7; RFC 6665 §4.1.2",
  nextStep: "For OPTIONS any answer shows that the host lives; none means that it does not, or that the way is shut.",
  needs: [NEED.signalling, NEED.requests],
  examine(examined) {
    for (const leg of examined.legs) {
      if (leg.call.kind === "call" || leg.call.kind === "registration") continue;
      const asked = leg.transactions.filter((one) => OUTSIDE_CALLS.has(one.method));
      const last = asked.filter(({ children }) => children.length === 0).at(-1);
      const request = last?.requests[0];
      if (last === undefined || request === undefined) continue;
      const { final } = last;
      if (final === null && last.responses.length === 0 && last.requests.length > 2)
        return found({
          severity: "error",
          sentence: `${examined.name(last.dst)} does not answer: ${examined.name(last.src)} sent its ${last.method} ${times(last.requests.length)}.`,
          host: last.dst,
          evidence: [shows(request, last.method), missing(leg.call.id, lastSeenUs(last), "no answer")],
        });
      if (final === null || final.status < 400) continue;
      // Any answer to a ping says that the host is there.
      const isPing = last.method === "OPTIONS";
      return found({
        ...(isPing ? { severity: "info" as const, weight: "oddity" as const } : {}),
        sentence: `${examined.name(last.dst)} refused the ${last.method} of ${examined.name(last.src)}: ${sayings(final)}${isPing ? ", but it is there" : ""}.`,
        host: last.dst,
        evidence: [shows(request, last.method), shows(final, `${final.title}: ${sipCode(final.status)?.meaning ?? ""}`)],
      });
    }
    return ABSENT;
  },
};
