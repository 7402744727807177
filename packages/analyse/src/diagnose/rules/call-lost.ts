// An answered call whose end nobody saw: no BYE from either side, though capture went on.
import { endsOf } from "../ends.ts";
import { NEED } from "../needs.ts";
import { ABSENT, found, missing, shows, type Rule } from "../rule.ts";

export const callLost: Rule = {
  id: "call_lost",
  title: "End of the call not seen",
  severity: "warning",
  weight: "outcome",
  looksFor: "The call was answered and is over by time, and no BYE was captured.",
  source: "RFC 3261 §15; RFC 4028 §1",
  nextStep: "Did the capture stop? If not, one side vanished: session timers would end such calls. Do not trust the duration of this call.",
  needs: [NEED.setup, NEED.responses],
  examine(examined) {
    const end = endsOf(examined.legs).find(
      ({ leg, invite, bye }) =>
        bye === null &&
        examined.sees(invite.srcIp, invite.dstIp) &&
        examined.sees(invite.dstIp, invite.srcIp) &&
        (leg.call.state === "lost" || leg.call.partial === "lost_end"),
    );
    if (end === undefined) return ABSENT;
    const last = end.leg.messages.at(-1) ?? end.answered;
    return found({
      sentence: `The call was answered, and its end was never seen: the last message is ${last.title} from ${examined.name(last.from)}.`,
      host: "",
      evidence: [
        shows(end.answered, `${end.answered.title}: answered`),
        shows(last, "the last message of this call"),
        missing(end.leg.call.id, last.atUs, "no BYE"),
      ],
    });
  },
};
