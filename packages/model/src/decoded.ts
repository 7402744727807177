// What every decoder returns: a value, or why there is none. Decoders never throw on bytes from outside.

/** Why bytes were refused. A closed list, because each reason is a metric label and a line in the docs. */
export const REASONS = [
  "empty",
  "not_hep",
  "hep_length_mismatch",
  "hep_chunk_truncated",
  "hep_chunk_size",
  "hep_no_payload",
  "hep_inflate_failed",
  "hep_too_large",
  "hep1_truncated",
  "protobuf_malformed",
  "not_sip",
  "sip_start_line",
  "rtcp_malformed",
  "rtp_malformed",
  "report_malformed",
  "sdp_malformed",
  "pcap_malformed",
  "pcap_truncated",
  "ip_malformed",
  "ip_fragment_incomplete",
  /** Bytes of a TCP connection that the capture does not have. */
  "tcp_gap",
  /** A TCP connection given up because there are too many, or too much of them is waiting. */
  "tcp_evicted",
  "unsupported_link_type",
  "keep_alive",
] as const;

export type Reason = (typeof REASONS)[number];

export interface Refusal {
  readonly ok: false;
  readonly reason: Reason;
  /** Byte offset at which decoding gave up. */
  readonly at: number;
}

export type Decoded<T> = { readonly ok: true; readonly value: T } | Refusal;

export const decoded = <T>(value: T): Decoded<T> => ({ ok: true, value });
export const refused = (reason: Reason, at = 0): Refusal => ({ ok: false, reason, at });
