// RTCP as the house knows it, whether it came as bytes (RFC 3550, 3611) or as the JSON of a capture agent. Units are in the names;
// jitter stays in ticks of the RTP clock, because only the codec knows how long a tick is.

export const RTCP_TYPE = { SR: 200, RR: 201, SDES: 202, BYE: 203, APP: 204, RTPFB: 205, PSFB: 206, XR: 207 } as const;
export type RtcpKind = "SR" | "RR" | "SDES" | "BYE" | "APP" | "XR";

export interface RtcpReport {
  kind: RtcpKind;
  /** Who sent the report; 0 when an agent left it out. */
  ssrc: number;
  /** In sender reports. */
  sender?: RtcpSender;
  blocks: RtcpBlock[];
  xr?: RtcpXr;
  /** Canonical name of the sender (SDES). */
  cname?: string;
  /** In BYE, when given. */
  reason?: string;
}

export interface RtcpSender {
  /** Wall clock of the sender as epoch µs; null when it does not know the time of day. */
  ntpUs: number | null;
  /** Middle 32 bits of the NTP time stamp, which come back as LSR: round trip = arrival − LSR − DLSR. */
  ntpMiddle: number;
  rtpTimestamp: number;
  packets: number;
  octets: number;
}

export interface RtcpBlock {
  /** The stream that is reported about. */
  sourceSsrc: number;
  /** 0..255: share × 256 since the last report. */
  fractionLost: number;
  /** Signed: duplicates can make it negative. */
  cumulativeLost: number;
  /** Extended: cycles in the upper half. */
  highestSequence: number;
  jitterTicks: number;
  /** Middle 32 bits of the last sender report's NTP time; 0 = none received. */
  lsr: number;
  /** Since that report, in 1/65536 s. */
  dlsr: number;
}

export interface RtcpXr {
  voip: XrVoipMetrics[];
  /** Receiver reference time (block 4), as middle 32 bits. */
  referenceNtpMiddle?: number;
  /** DLRR (block 5): what receivers need for a round trip. */
  dlrr: { ssrc: number; lrr: number; dlrr: number }[];
}

/** RFC 3611 §4.7. null = not available (127). Shares are percent. */
export interface XrVoipMetrics {
  sourceSsrc: number;
  lossPct: number;
  discardPct: number;
  burstDensityPct: number;
  gapDensityPct: number;
  burstMs: number;
  gapMs: number;
  roundTripMs: number;
  endSystemDelayMs: number;
  signalDbm: number | null;
  noiseDbm: number | null;
  rerlDb: number | null;
  gmin: number | null;
  rFactor: number | null;
  externalRFactor: number | null;
  mosLq: number | null;
  mosCq: number | null;
  plc: "unspecified" | "disabled" | "enhanced" | "standard";
  jitterBuffer: "unknown" | "reserved" | "non_adaptive" | "adaptive";
  jitterBufferRate: number;
  jitterBufferNominalMs: number;
  jitterBufferMaximumMs: number;
  jitterBufferAbsoluteMaximumMs: number;
}

export const PLC_NAMES = ["unspecified", "disabled", "enhanced", "standard"] as const;
export const JITTER_BUFFER_NAMES = ["unknown", "reserved", "non_adaptive", "adaptive"] as const;
