// No final response was seen on the caller's hop, and no more messages came: the call just stops.
import { lastSeenUs } from "../case-transactions.ts";
import { answerTrace } from "../dialog-traces.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";

export const callNeverCompleted: Rule = {
  id: "call_never_completed",
  title: "Neither answered nor refused",
  severity: "warning",
  weight: "outcome",
  looksFor: "The call is over by time, and its INVITE has no final response on the caller's hop, though responses are captured there.",
  source: "RFC 3261 §13.2.2, §17.1.1.2",
  nextStep: "Was the capture interrupted? If not, look at the last host that had the call.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    const top = examined.decisive;
    const call = examined.legs.find(({ call }) => call.id === top?.callId)?.call;
    const last = top?.responses.at(-1) ?? top?.requests.at(-1);
    if (
      top === undefined ||
      call === undefined ||
      last === undefined ||
      top.final !== null ||
      !(call.state === "timeout" || call.state === "lost" || call.partial === "lost_end") ||
      examined.isAnswered
    )
      return ABSENT;
    // Who sees one direction only, or missed a message, sees an ACK or a BYE, and knows that there was an answer.
    const leg = examined.legOf(top.callId);
    if (leg === undefined || answerTrace(leg) !== undefined || leg.messages.some(({ isRequest, method }) => isRequest && method === "ACK"))
      return ABSENT;
    return found({
      sentence: `The call was never answered and never refused; the last that was heard of it is ${last.title} ${last.isRequest ? "to" : "from"} ${examined.name(top.dst)}.`,
      host: top.dst,
      evidence: [shows(last, "the last sign of it"), missing(top.callId, lastSeenUs(top), "no final response to the INVITE")],
    });
  },
};
