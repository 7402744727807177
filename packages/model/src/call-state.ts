// Kinds and states of calls, and the one table from a final status code to a state.

export const CALL_KINDS = ["call", "registration", "options", "message", "subscribe", "other"] as const;
export type CallKind = (typeof CALL_KINDS)[number];

export const CALL_STATES = [
  "trying", "ringing", "established",
  "completed", "busy", "no_answer", "cancelled", "rejected", "failed", "redirected", "timeout", "lost",
] as const;
export type CallState = (typeof CALL_STATES)[number];

export const OPEN_STATES: ReadonlySet<CallState> = new Set(["trying", "ringing", "established"]);
export const isOpen = (state: CallState): boolean => OPEN_STATES.has(state);

export type EndedBy = "caller" | "callee" | "network" | "timeout" | "unknown";
export type Direction = "inbound" | "outbound" | "internal" | "transit" | "unknown";

/** Codes that say "the network or its routing failed", not "somebody refused". Everything 5xx is among them by rule. */
const FAILED_CODES = new Set([404, 408, 410, 416, 420, 482, 483, 484, 485, 604]);
const BUSY_CODES = new Set([486, 600]);

/**
 * State of an INVITE whose final response is `code` (300..699).
 * 408 is no_answer only after ringing (a ring time-out), else failed. 487 is cancelled only when a CANCEL of the caller was seen;
 * `cancelled` says so. 488 and 606 are refusals of the media offer by a user agent: rejected. 401 and 407 unanswered: rejected.
 */
export function stateOfFinal(code: number, seen: { ringing: boolean; cancelled: boolean }): CallState {
  if (code >= 200 && code < 300) return "established";
  if (code >= 300 && code < 400) return "redirected";
  if (seen.cancelled && code === 487) return "cancelled";
  if (BUSY_CODES.has(code)) return "busy";
  if (code === 480) return "no_answer";
  if (code === 408) return seen.ringing ? "no_answer" : "failed";
  if (code === 488 || code === 606) return "rejected";
  if (code === 487) return "no_answer";
  if (FAILED_CODES.has(code) || (code >= 500 && code < 600)) return "failed";
  return "rejected";
}
