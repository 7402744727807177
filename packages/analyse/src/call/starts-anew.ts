// A Call-ID comes again: is it still the same call? Registrations and keep-alives use one for days, and some dialers reuse theirs.
import { isOpen, type Call, type SipMessage } from "@sipglass/model";
import { belongsToCall, isInitialInvite } from "./kind.ts";
import type { CallFacts, TrackedCall } from "./open-call.ts";
import { findTransaction, INVERSION_US } from "./transactions.ts";
import type { MessageInput } from "./tracker.ts";

export function startsAnew({ call, facts }: TrackedCall, { message, eventUs }: MessageInput, lingerUs: number): boolean {
  if (isOpen(call.state) || findTransaction(facts, message)) return false;
  if (isInitialInvite(message)) return call.kind !== "call" || isAnotherCall(call, facts, message, eventUs);
  if (belongsToCall(message)) return false;
  if (call.kind === "call") return message.isRequest && message.toTag === "";
  // Mirrors may deliver the answer before its request: a higher CSeq shows the same.
  const isNext = message.isRequest || (message.cseqMethod === facts.method && message.cseq > facts.cseq);
  return isNext && eventUs - call.startedAtUs > lingerUs;
}

function isAnotherCall(call: Call, facts: CallFacts, message: SipMessage, eventUs: number): boolean {
  if (eventUs <= call.endedAtUs + (message.cseq === facts.cseq ? INVERSION_US : 0)) return false;
  if (call.state === "completed" || call.state === "lost" || message.fromTag !== facts.callerTag) return true;
  // The caller tries again after a challenge, a redirection or a refusal: one attempt after another of the same call (RFC 3261 §8.1.3.5).
  return message.cseq <= facts.cseq;
}
