// Tone of a message: the colour its status gives it. A busy callee and a caller who gave up are no failures of the network.
import { isChallenge } from "./outcome.ts";

export type Tone =
  | "request"
  | "provisional"
  | "success"
  | "redirect"
  | "challenge"
  | "unanswered"
  | "cancelled"
  | "failure"
  | "media"
  | "log";

const UNANSWERED: ReadonlySet<number> = new Set([480, 486, 600]);
const REQUEST_TERMINATED = 487;

/** null = a request. */
export function toneOfCode(code: number | null): Tone {
  if (code === null) return "request";
  if (code < 200) return "provisional";
  if (code < 300) return "success";
  if (code < 400) return "redirect";
  if (isChallenge(code)) return "challenge";
  if (code === REQUEST_TERMINATED) return "cancelled";
  return UNANSWERED.has(code) ? "unanswered" : "failure";
}
