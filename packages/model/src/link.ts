// A link: one reason why two legs are one session. Found by analyse/correlate, decided upon in the book, shown wherever a session is shown.

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
