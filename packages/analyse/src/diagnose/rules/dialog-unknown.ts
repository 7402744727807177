// A request within the call gets 481: the host it reached does not know the call, or no longer.
import { refreshesOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";
import { spanText } from "../words.ts";

export const dialogUnknown: Rule = {
  id: "dialog_unknown",
  title: "Call unknown to the other side",
  severity: "error",
  weight: "mechanism",
  looksFor: "A BYE, re-INVITE, UPDATE, INFO, REFER or NOTIFY with both tags gets 481, and no BYE of the other side had come before it.",
  source: "RFC 3261 §12.2.2",
  nextStep:
    "Compare tags and Call-ID with those of the answer; did that host restart, or is it another node of a cluster than the one that took the call?",
  needs: [NEED.requests, NEED.responses],
  explains: ["call_lost", "refresh_failed", "session_timer_expired", "constant_duration", "abnormal_release", "ended_by_network"],
  examine(examined) {
    for (const leg of examined.legs)
      for (const one of leg.transactions) {
        const { final, requests } = one;
        const request = requests[0];
        if (
          final?.status !== 481 ||
          request === undefined ||
          one.method === "CANCEL" ||
          one.method === "PRACK" ||
          request.sip.toTag === "" ||
          one.children.length > 0
        )
          continue;
        const ended = leg.of("BYE").some((bye) => bye.requests[0]?.sip.fromTag === request.sip.toTag && bye.startUs < final.atUs + 100_000);
        // A refresh that failed in another way came first: then this is its echo.
        const broken = refreshesOf(leg, 0).some((refresh) =>
          refresh !== one && refresh.startUs < request.atUs && refresh.responses.length === 0
            ? refresh.requests.length > 2
            : [408, 480, 500, 503, 504].includes(refresh.final?.status ?? 0),
        );
        if (ended || (one.method === "BYE" && broken)) continue;
        const answered = leg.messages.find(({ status, method }) => status >= 200 && status < 300 && method === "INVITE");
        return found({
          sentence: `${examined.name(one.dst)} does not know the call${answered === undefined ? "" : ` that was answered ${spanText(request.atUs - answered.atUs)} before`}: it refused ${one.method} with 481.`,
          host: one.dst,
          evidence: [
            ...(answered === undefined ? [] : [shows(answered, `${answered.title}: the call stands`)]),
            shows(request, `${one.method} with tags ${request.sip.fromTag} and ${request.sip.toTag}`),
            shows(final, final.title),
          ],
        });
      }
    return ABSENT;
  },
};
