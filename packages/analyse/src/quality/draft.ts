// A stream while it is put together: what was measured, before it is rated. Every source adds its measurements; the best one gives the
// figures of the whole.
import type { QualityReport, QualitySource, RtpFacts, Stream } from "@sipglass/model";
import type { Side } from "./media-plan.ts";
import type { Way } from "./round-trip.ts";

/** One measurement before rating: what the E-model needs beyond the report stays beside it. */
export interface Measured extends Omit<QualityReport, "mosLq" | "mosCq" | "r"> {
  /** Mouth to ear as the reporter knows it (RFC 6035 ESD, RFC 3611 end system delay), instead of what is assumed. */
  endSystemDelayMs: number | null;
  maxJitterMs: number | null;
  /** Says what was, from the beginning of the stream until then, rather than since the report before. */
  total: boolean;
}

export interface Counted {
  source: QualitySource;
  packets: number | null;
  lost: number | null;
  lossPct: number | null;
}

export interface StreamDraft {
  ssrc: number;
  speaker: Side | undefined;
  src: string;
  dst: string;
  /** audio, video. */
  kind: string;
  codec: string;
  clockRateHz: number;
  /** 0 = as the codec has it. */
  ptimeMs: number;
  fromUs: number;
  toUs: number;
  /** Of the whole stream, by each source that counts it. */
  counted: Counted[];
  measured: Measured[];
  rtp: RtpFacts | null;
  /** Round trips as agents on the path have them, one an agent and report. */
  ways: Way[];
  /** From there to the speaker and back; null: not known. */
  otherHalfMs: number | null;
  /** Lines of "why" that the source knows. */
  notes: string[];
}

export const directionOf = (speaker: Side | undefined): Stream["direction"] =>
  speaker === undefined ? "unknown" : speaker === "caller" ? "caller_to_callee" : "callee_to_caller";

/** Who was nearest to the media comes first. */
export const SOURCES_BY_RANK: readonly QualitySource[] = ["rtp", "rtcp_xr", "rtcp", "vq_rtcpxr", "rtp_report", "device", "rtp_stat"];

/** A trip that nobody would wait for is a fault of whoever said it. */
const LONGEST_MS = 60_000;
export const saneMs = (ms: number | null): number | null => (ms !== null && ms >= 0 && ms <= LONGEST_MS ? ms : null);

export function measured(source: QualitySource, ref: string, atUs: number, fromUs: number): Measured {
  return {
    ref,
    atUs,
    source,
    by: "",
    fromUs,
    packetsExpected: null,
    packetsLost: null,
    lossPct: null,
    reportedLossPct: null,
    discardPct: null,
    jitterMs: null,
    rttMs: null,
    burstR: null,
    reportedMos: null,
    reportedR: null,
    endSystemDelayMs: null,
    maxJitterMs: null,
    total: false,
  };
}
