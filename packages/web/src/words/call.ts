// Words of a call's page: its tabs, its exports, its logs.
import type { Tab } from "../url/page-search.ts";

export const TAB_WORDS: Record<Tab, string> = {
  ladder: "Ladder",
  messages: "Messages",
  quality: "Quality",
  findings: "Findings",
  negotiation: "Negotiation",
  logs: "Logs",
  raw: "Raw",
};

export const LOG_WORDS = {
  none: "No log line came with this call",
  how: "Lines that a SIP server sends as HEP with the call's Call-ID stand here, beside its messages. Send them like this:",
  filter: "Only lines with",
  hits: (shown: number, all: number): string => (shown === all ? `${all} lines` : `${shown} of ${all} lines`),
  show: "Show in the ladder",
  event: "call",
  events: { started: "the call began", ringing: "it rang", answered: "it was answered", ended: "it was over" },
};

export const SHARED_WORDS = {
  gone: "This link shows nothing, or no longer",
  goneHelp: "It has ended, was withdrawn, or its call has passed its retention. Ask who sent it for a new one.",
  until: (time: string): string => `Shared with you until ${time}.`,
  masked: "The middle of numbers, and addresses, are hidden.",
};

export const CALL_WORDS = {
  viewsOfTheCall: "Views of the call",
  captureAgents: "Capture agents",
  hidden: "hidden",
  repeated: "repeated",
  inThisLeg: "in this leg",
  sipAlone: "SIP alone; the tab counts media reports and log lines, too",
  hostsInTheOrder: "Hosts in the order of the first request",
  copyCallId: "Copy Call-ID",
  from: ", from",
  worstAndAverage: "Worst and average,",
  reasonHeaderRfc3326: "Reason header (RFC 3326)",
  postDialDelayInvite: "Post-dial delay: INVITE to first ringing or final answer",
  allCallsOf: "All calls of",
  received: "received",
  toUs: "to us",
  fromTheSendersClock: "From the sender's clock to our receipt",
  and: "and",
  seenBy: "seen by",
  way: "way",
  time: "time",
  nextMessage: "Next message",
  previousMessage: "Previous message",
  message: "Message",
  messages: "Messages",
  copyAll: "Copy all",
  widthOfTheMessage: "Width of the message panel",
  whatToDo: "What to do:",
} as const;
