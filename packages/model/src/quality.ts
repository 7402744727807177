// The quality of media: streams, what was reported of them and what is computed from it. Found by analyse/quality.

/** Narrow-, wide- and full-band ratings have scales of their own (G.107, G.107.1, G.107.2) and are never averaged together. */
export type MosScale = "nb" | "wb" | "fb";

/** An operator's own value for a codec, in place of the table's. */
export interface CodecValue {
  /** As in SDP, any case; with the clock rate or bit rate behind a slash where the table has one. */
  name: string;
  /** Equipment impairment and robustness against loss (ITU-T G.113), on the scale's own R. */
  ie: number;
  bpl: number;
  /** undefined = that of the table. */
  scale?: MosScale;
}

/** Who said it. `rtp` = computed from the media packets themselves. */
export type QualitySource = "rtcp" | "rtcp_xr" | "rtp" | "rtp_report" | "vq_rtcpxr" | "rtp_stat" | "device";

/** One measurement of one stream over one interval. null = not reported; never invented. */
export interface QualityReport {
  /** `MessageView.ref` of the packet that carried it. */
  ref: string;
  atUs: number;
  source: QualitySource;
  /** Who measured: the end that reported (`ip:port`), or the name of the reporter; "" for what is computed from RTP. */
  by: string;
  /** Of the interval since the report before; of the whole stream when the sender gives totals only. */
  fromUs: number;
  packetsExpected: number | null;
  packetsLost: number | null;
  lossPct: number | null;
  /** As the reporter says it (RTCP: fraction lost); beside `lossPct`, which is computed from its counts where there are any. */
  reportedLossPct: number | null;
  /** Late packets thrown away by the jitter buffer. */
  discardPct: number | null;
  jitterMs: number | null;
  rttMs: number | null;
  /** G.107 burst ratio, ≥ 1; null when nothing tells bursts. */
  burstR: number | null;
  /** As the sender says. */
  reportedMos: number | null;
  reportedR: number | null;
  /** Computed by the E-model: listening (no delay) and conversational (with delay; null without an RTT). */
  mosLq: number | null;
  mosCq: number | null;
  r: number | null;
}

/** One key pressed (RFC 4733), from the media itself. */
export interface DtmfEvent {
  /** 0–9 * # A–D, "flash". */
  digit: string;
  atUs: number;
  durationMs: number;
}

/** What only the media packets themselves can tell. */
export interface RtpFacts {
  payloadTypes: number[];
  duplicates: number;
  outOfOrder: number;
  /** Came after a jitter buffer of `jitterBufferMs` would have played them. */
  late: number;
  jitterBufferMs: number;
  /** Losses in a row: how many times, and the longest. */
  bursts: number;
  longestBurst: number;
  /** Between packets of one talk spurt. */
  maxDeltaMs: number;
  meanDeltaMs: number;
  /** Time stamp and sequence disagree: the sender jumped, or restarted. */
  timestampJumps: number;
  /** Talk spurts: packets with the marker bit. */
  talkSpurts: number;
  comfortNoise: number;
  dtmf: DtmfEvent[];
}

/** What the E-model takes off, on the scale of the stream (ITU-T G.107 §7.1: R = Ro − Is − Id − Ie,eff). */
export interface RatingTerms {
  /** Ro − Is: what is left with usual phones and no fault at all. */
  best: number;
  /** Ie: what the codec takes without any loss. */
  codec: number;
  /** Ie,eff − Ie: what lost and late packets take on top. */
  loss: number;
  /** Id: what delay takes from a conversation; null without a round trip. */
  delay: number | null;
  /** Of listening; of conversation. */
  r: number;
  conversationR: number | null;
}

/** One direction of media: packets from one SSRC to one receiver. */
export interface Stream {
  /** 0: no report named it. */
  ssrc: number;
  /** `Call.id` of the leg; "" when none was found. */
  callId: string;
  /** Ends of the media, `ip:port`, as far as known; "" otherwise. */
  src: string;
  dst: string;
  /** Who speaks in it, seen from the call. */
  direction: "caller_to_callee" | "callee_to_caller" | "unknown";
  codec: string;
  clockRateHz: number;
  scale: MosScale;
  /** The codec has no published impairment values: the rating is an estimate. */
  estimated: boolean;
  fromUs: number;
  toUs: number;
  /** That arrived. */
  packets: number | null;
  lost: number | null;
  lossPct: number | null;
  jitterMs: number | null;
  maxJitterMs: number | null;
  /** Between the ends, or from where RTCP was captured to the receiver and back. */
  rttMs: number | null;
  /** Between the ends, where both halves were measured at one place between them; null: `rttMs` is all that is known. */
  conversationRttMs: number | null;
  burstR: number | null;
  mosLq: number | null;
  mosCq: number | null;
  /** Worst interval. */
  worstMos: number | null;
  reportedMos: number | null;
  source: QualitySource;
  reports: QualityReport[];
  /** null: the media itself was not captured. */
  rtp: RtpFacts | null;
  /** null: it is not rated. */
  terms: RatingTerms | null;
  /** How the number came about, for "why 3.6?": inputs and terms, one line each. */
  why: string[];
}

export interface Quality {
  streams: Stream[];
  /** "B hears A badly from 12:03:10: 8 % loss in bursts", one sentence a direction that is not good; [] when all is. */
  verdicts: string[];
}
