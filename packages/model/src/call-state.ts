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

/** Somebody is on the phone already: 486, and 600 for all of his phones (RFC 3261 §21.4.24, §21.6.1). */
const BUSY_CODES = new Set([486, 600]);

/**
 * Answers by which a user, his phone or a policy says no to this call. Every other refusal says that the call could not be made: the number or
 * the route is wrong (404, 410, 484, 485, 604), the network or a server failed (5xx, 482, 483), the messages did not fit (400, 405, 413, 420 …),
 * or the offer did not: 488 and 606, where nobody says no, but no common codec, address family or encryption is left (§21.4.26, §21.6.4).
 * - 401, 407: credentials missing or wrong. 402, 403: not paid, forbidden (RFC 3261 §21.4.4).
 * - 428, 436, 437, 438: no identity, or one that does not hold (RFC 8224 §6.2.2). 429: no Referred-By (RFC 3892 §5). 433: anonymous (RFC 5079).
 * - 470: no consent (RFC 5360 §5.9.2).
 * - 603: declined. 607: unwanted (RFC 8197). 608: refused by an intermediary on the callee's behalf (RFC 8688).
 */
const REJECTED_CODES = new Set([401, 402, 403, 407, 428, 429, 433, 436, 437, 438, 470, 603, 607, 608]);

/** The 6xx that say no more than their 4xx (404, 488): nowhere such a number, nowhere an offer that fits. */
const FAILED_EVERYWHERE = new Set([604, 606]);

/**
 * State of an INVITE whose final response is `code` (200..699). An unknown code counts as the x00 of its class (RFC 3261 §8.1.3.2); an unknown 6xx
 * as a refusal, because 600 itself means busy. 408 after ringing and 480 are nobody answering. 487 ends what a CANCEL or BYE of the caller took
 * back (`cancelled` says so); without one the INVITE had expired unanswered (§13.3.1).
 */
export function stateOfFinal(code: number, seen: { ringing: boolean; cancelled: boolean }): CallState {
  if (code >= 200 && code < 300) return "established";
  if (code >= 300 && code < 400) return "redirected";
  if (code === 487) return seen.cancelled ? "cancelled" : "no_answer";
  if (code === 480 || (code === 408 && seen.ringing)) return "no_answer";
  if (BUSY_CODES.has(code)) return "busy";
  if (REJECTED_CODES.has(code)) return "rejected";
  return code >= 600 && !FAILED_EVERYWHERE.has(code) ? "rejected" : "failed";
}
