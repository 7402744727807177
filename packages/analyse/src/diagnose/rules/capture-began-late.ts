// The call was running when capture began: its beginning is not known.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

export const captureBeganLate: Rule = {
  id: "capture_began_late",
  title: "Beginning not captured",
  severity: "info",
  weight: "capture",
  looksFor: "A leg whose first captured message is not the request that makes it.",
  source: "RFC 3261 §12.1, §12.2",
  nextStep: "Times before the first message, caller and codecs may be missing. If it happens in the middle of running capture, an agent or hop was away: look at the agents' history.",
  needs: [NEED.signalling],
  examine(examined) {
    const leg = examined.legs.find(({ call, messages }) => call.partial === "began_before_capture" && messages.length > 0);
    const first = leg?.messages[0];
    if (leg === undefined || first === undefined) return ABSENT;
    return found({ sentence: `Capture saw this ${leg.call.kind === "call" ? "call" : "conversation"} from its middle on: the first message is ${first.title} from ${examined.name(first.from)}.`, host: "", evidence: [shows(first, "first message captured")] });
  },
};
