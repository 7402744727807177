// A Call-ID comes again: is it still the same call? Registrations and keep-alives use one for days, and some dialers reuse theirs.
import { isOpen } from "@sipglass/model";
import { belongsToCall, isInitialInvite } from "./kind.ts";
import type { TrackedCall } from "./open-call.ts";
import { findTransaction } from "./transactions.ts";
import type { MessageInput } from "./tracker.ts";

/** Mirrors deliver the hops of one request this much out of order at most. */
const INVERSION_US = 1_000_000;

export function startsAnew({ call, facts }: TrackedCall, { message, eventUs }: MessageInput, lingerUs: number): boolean {
  if (!message.isRequest || isOpen(call.state) || findTransaction(facts, message)) return false;
  if (isInitialInvite(message)) {
    if (call.kind !== "call") return true;
    if (eventUs <= call.endedAtUs + (message.cseq === facts.cseq ? INVERSION_US : 0)) return false;
    if (call.state === "completed" || call.state === "lost" || message.fromTag !== facts.callerTag) return true;
    // The caller tries again after a challenge, a redirection or a refusal: one attempt after another of the same call (RFC 3261 §8.1.3.5).
    return message.cseq <= facts.cseq;
  }
  if (call.kind === "call") return message.toTag === "" && !belongsToCall(message);
  return !belongsToCall(message) && eventUs - call.startedAtUs > lingerUs;
}
