// A host said for how long it wants to be left alone, and was asked again before that.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const retryAfterIgnored: Rule = {
  id: "retry_after_ignored",
  title: "Retry-After ignored",
  severity: "warning",
  weight: "harm",
  looksFor:
    "A refusal (503, 500, 480, 486, …) with Retry-After, and a new request of the same kind from the same sender to the same host before that time.",
  source: "RFC 3261 §20.33, §21.5.4; RFC 5390 §4",
  nextStep: "Teach the sender to wait, or to use another route meanwhile: asking again makes an overload worse.",
  needs: [NEED.requests, NEED.responses],
  examine(examined) {
    for (const one of examined.transactions) {
      const seconds = one.final?.numberIn("retry-after");
      if (one.final === null || one.final.status < 400 || seconds === undefined || seconds === 0) continue;
      const { final } = one;
      const again = examined.transactions.find(
        (next) =>
          next !== one &&
          next.method === one.method &&
          next.srcIp === one.srcIp &&
          next.dst === one.dst &&
          next.startUs > final.atUs &&
          next.startUs < final.atUs + seconds * 1e6,
      );
      const request = again?.requests[0];
      if (request === undefined) continue;
      return found({
        sentence: `${examined.name(one.dst)} asked to be left alone for ${seconds} s, and ${examined.name(one.src)} came back after ${spanText(request.atUs - final.atUs)}.`,
        host: one.src,
        evidence: [shows(final, `${final.title} with Retry-After ${seconds}`), shows(request, `${one.method} again`)],
      });
    }
    return ABSENT;
  },
};
