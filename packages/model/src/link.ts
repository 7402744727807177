// A link: one reason why two legs are one session. Found by analyse/correlate, decided upon in the book, shown wherever a session is shown.
import type { Call } from "./call.ts";

/** Strongest first. `user`: somebody confirmed or split by hand, or wrote a rule of their own; that wins over all others. */
export const LINK_RULES = [
  "user", "configured_header", "hep_correlation", "x_cid", "session_id", "charging_vector", "replaces", "refer", "join", "target_dialog",
  "call_id_derived", "sdp_origin", "media_address", "numbers",
] as const;
export type LinkRule = (typeof LINK_RULES)[number];

export interface Link {
  rule: LinkRule;
  /** `Call.id` of both legs; `from` is the earlier one (for transfers: the one that was replaced or that referred). */
  from: string;
  to: string;
  /** 0..1 */
  confidence: number;
  /** Below the threshold a leg is "possible": shown beside the session, not merged. */
  verdict: "joined" | "possible" | "confirmed" | "split";
  /** A plain sentence with the values that agree: "X-CID of the second leg is the Call-ID of the first (a84b…@pc33)". */
  evidence: string;
}

/** What somebody said of two legs, by `Call.id`: they belong together, or they do not. */
export interface LinkDecision {
  from: string;
  to: string;
  verdict: "confirmed" | "split";
  /** Who said so. */
  by: string;
  atUs: number;
}

/** A rule of the user's own: legs with the same value of a header, or of the first group of a pattern on the Call-ID, are one session. */
export interface CorrelationRule {
  id: string;
  kind: "header" | "call_id_pattern";
  /** Name of the header in lower case, or the pattern (RE2). */
  value: string;
}

/** What a leg is joined by, as `kind:value`; kept on the call so that links can be derived again. */
export const LINK_KEY_KINDS = [
  "hep", "hdr", "sid", "icid", "replaces", "join", "target", "refer", "referred", "media", "origin", "rpid", "div",
] as const;
export type LinkKeyKind = (typeof LINK_KEY_KINDS)[number];

/** What a leg knows of its session. */
export type SessionPlace = Pick<Call, "sessionId" | "firstLegs">;

/** Of one call in a session that changed: this is its place now. */
export interface SessionChange extends SessionPlace {
  id: string;
  callId: string;
}
