// The transfer was accepted and nothing was ever reported about it.
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";

export const transferUnreported: Rule = {
  id: "transfer_unreported",
  title: "Transfer without a report",
  severity: "info",
  weight: "harm",
  looksFor: "A REFER gets 202, no NOTIFY follows, and neither side asked for that (norefersub, Refer-Sub: false).",
  source: "RFC 3515 §2.4.4; RFC 4488 §4",
  nextStep: "The B2BUA on the way may swallow NOTIFY; the phone that asked does not know whether its transfer worked.",
  needs: [NEED.requests, NEED.bothWays],
  examine(examined) {
    for (const leg of examined.legs)
      for (const refer of leg.of("REFER")) {
        const request = refer.requests[0];
        const { final } = refer;
        if (request === undefined || final === null || final.status !== 202 || refer.children.length > 0) continue;
        const isWaived =
          /false/i.test(`${request.header("refer-sub") ?? ""}${final.header("refer-sub") ?? ""}`) ||
          request.lists("require", "norefersub") ||
          request.lists("supported", "norefersub");
        if (isWaived || leg.requests("NOTIFY").some(({ atUs }) => atUs > request.atUs)) continue;
        return found({
          sentence: `${examined.name(refer.dst)} accepted the transfer to ${request.header("refer-to") ?? ""} and never told how it went.`,
          host: refer.dst,
          evidence: [shows(request, "REFER"), shows(final, final.title), missing(leg.call.id, final.atUs, "no NOTIFY")],
        });
      }
    return ABSENT;
  },
};
