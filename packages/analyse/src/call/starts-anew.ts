// A Call-ID comes again: is it still the same call? Registrations and keep-alives use one for days, and some dialers reuse theirs.
import { isOpen, type Call, type Packet, type SipMessage } from "@sipglass/model";
import { belongsToCall, isInitialInvite } from "./kind.ts";
import type { CallFacts, TrackedCall } from "./open-call.ts";
import { findTransaction, INVERSION_US } from "./transactions.ts";
import type { MessageInput } from "./tracker.ts";

export function startsAnew({ call, facts }: TrackedCall, input: MessageInput, lingerUs: number): boolean {
  const { message, eventUs } = input;
  if (isOpen(call.state) || findTransaction(facts, message)) return false;
  if (isInitialInvite(message)) return call.kind !== "call" || isAnotherCall(call, facts, input);
  if (belongsToCall(message)) return false;
  if (call.kind === "call") return message.isRequest && message.toTag === "";
  // Mirrors may deliver the answer before its request: a higher CSeq shows the same.
  const isNext = message.isRequest || (message.cseqMethod === facts.method && message.cseq > facts.cseq);
  return isNext && eventUs - call.startedAtUs > lingerUs;
}

function isAnotherCall(call: Call, facts: CallFacts, { message, packet, eventUs }: MessageInput): boolean {
  if (isOtherHop(facts, message, packet)) return false;
  if (eventUs <= call.endedAtUs + (message.cseq === facts.cseq ? INVERSION_US : 0)) return false;
  if (call.state === "completed" || call.state === "lost" || message.fromTag !== facts.callerTag) return true;
  // The caller tries again after a challenge, a redirection or a refusal: one attempt after another of the same call (RFC 3261 §8.1.3.5).
  return message.cseq <= facts.cseq;
}

/**
 * The same INVITE on a hop before or behind those that were seen, whatever its time: that of an agent whose clock is off by more than the
 * call lasted. A proxy keeps From tag and CSeq and adds a Via (RFC 3261 §16.6); a Call-ID that is used again comes over a hop known already.
 */
function isOtherHop({ transactions, callerTag, cseq }: CallFacts, message: SipMessage, { src, dst }: Packet): boolean {
  if (message.fromTag === "" || message.fromTag !== callerTag || message.cseq !== cseq) return false;
  const own = transactions.filter((one) => one.cseq === cseq);
  if (own.some((one) => one.src === src && one.dst === dst)) return false;
  return own.some(
    (one) => (one.dst === src && one.viaCount < message.viaCount) || (one.src === dst && one.viaCount > message.viaCount),
  );
}
