// What a Call-ID is about, by the method of its first message.
import type { CallKind, SipMessage } from "@sipglass/model";

const KINDS = new Map<string, CallKind>([
  ["INVITE", "call"],
  ["REGISTER", "registration"],
  ["OPTIONS", "options"],
  ["MESSAGE", "message"],
  ["SUBSCRIBE", "subscribe"],
  ["NOTIFY", "subscribe"],
  ["PUBLISH", "subscribe"],
]);
/** Sent only within a dialog that an INVITE made (or for an INVITE: CANCEL), so what they are seen without began before capture. */
const CALL_ONLY = new Set(["ACK", "BYE", "CANCEL", "PRACK", "UPDATE"]);

export const methodOf = (message: SipMessage): string => (message.isRequest ? message.method : message.cseqMethod);

export function kindOf(message: SipMessage): CallKind {
  const method = methodOf(message);
  if (belongsToCall(message)) return "call";
  return KINDS.get(method) ?? "other";
}

/** INFO and REFER may stand alone (old agents do send them so); with a To tag they belong to a call. */
export function belongsToCall(message: SipMessage): boolean {
  const method = methodOf(message);
  if (method === "INVITE" || CALL_ONLY.has(method)) return true;
  return message.toTag !== "" && message.isRequest && (method === "INFO" || method === "REFER");
}

export const isInitialInvite = (message: SipMessage): boolean => message.isRequest && message.method === "INVITE" && message.toTag === "";
