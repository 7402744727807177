// The subscriber no longer knows the subscription that it is notified of: lamps and message lights stay wrong.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const subscriptionLost: Rule = {
  id: "subscription_lost",
  title: "Subscription lost",
  severity: "warning",
  weight: "mechanism",
  looksFor: "A NOTIFY answered 481, or a SUBSCRIBE within a dialog answered 481.",
  source: "RFC 6665 §4.1.2.2, §4.1.3, §4.2.2",
  nextStep: "The subscriber should subscribe anew; look for its restart, or for a second node behind one address that does not know this subscription.",
  needs: [NEED.responses],
  explains: ["request_refused", "dialog_unknown"],
  examine(examined) {
    const lost = examined.transactions.find(({ method, final, requests, children }) => final?.status === 481 && children.length === 0 && (method === "NOTIFY" || (method === "SUBSCRIBE" && (requests[0]?.sip.toTag ?? "") !== "")));
    if (lost?.final == null) return ABSENT;
    const request = lost.requests[0];
    const event = request?.header("event")?.split(";")[0] ?? "";
    return found({
      sentence: `${examined.name(lost.dst)} does not know the subscription${event === "" ? "" : ` to ${event}`} that ${examined.name(lost.src)} speaks of (${lost.method} answered 481).`, host: lost.dst,
      evidence: [...(request === undefined ? [] : [shows(request, `${lost.method}${event === "" ? "" : ` for ${event}`}`)]), shows(lost.final, lost.final.title)],
    });
  },
};
