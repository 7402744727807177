// Every packet is delivered twice by the same agent.
import { NEED } from "../needs.ts";
import { ABSENT, found, shows, type Rule } from "../rule.ts";

const SHARE = 0.3;
const LEAST = 3;

export const capturedTwice: Rule = {
  id: "captured_twice",
  title: "Packets captured twice",
  severity: "info",
  weight: "capture",
  looksFor: "Three or more duplicates from one agent within milliseconds, at least three for ten messages of the leg.",
  source: "RFC 3261 §17.1.1.2 (repetitions come after 500 ms, not at once)",
  nextStep: "Switch off one of two mirrors (in Kamailio: trace_mode and sip_trace() together), or mirror one port only: it costs twice the traffic.",
  needs: [NEED.signalling],
  examine(examined) {
    const leg = examined.legs.find(({ call, messages }) => call.duplicates >= LEAST && call.duplicates >= messages.length * SHARE);
    const first = leg?.messages[0];
    if (leg === undefined || first === undefined) return ABSENT;
    return found({
      sentence: `Capture agent ${first.view.agent || "of this call"} delivered ${leg.call.duplicates} packets of it twice.`, host: "", evidence: [shows(first, `${leg.messages.length} messages, ${leg.call.duplicates} duplicates left out`)],
    });
  },
};
