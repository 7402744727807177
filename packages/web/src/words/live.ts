// Words of the live page.
import { counted, grouped } from "./count.ts";

export const LIVE_WORDS = {
  calls: "Calls in progress",
  messages: "Messages as they come",
  pause: "Pause (p)",
  go: "Go on (p)",
  paused: (count: number): string => (count === 0 ? "paused" : `paused, ${grouped(count)} waiting`),
  state: { off: "off", connecting: "connecting", open: "live", lost: "connection lost, trying again" },
  none: "No call is in progress.",
  noMessages: "Messages appear here as they are captured.",
  more: (count: number): string => `and ${grouped(count)} more`,
  skipped: (count: number): string => `${counted(count, "change")} came faster than could be shown`,
  filter: "Only lines with…",
  talking: "talking",
  ringing: "ringing",
  trying: "trying",
  perMinute: "calls/min",
  perSecond: "messages/s",
  heads: ["since", "state", "caller", "callee", "from", "via"],
} as const;
