// Quality in words: scales, sources, and what a MOS means to the one who listens.
import type { MosScale, QualitySource } from "@sipglass/model";
import type { StreamJson } from "../api/shapes.ts";

export const SCALE_WORD: Record<MosScale, string> = { nb: "narrow band", wb: "wide band", fb: "full band" };

const SOURCES: Record<QualitySource, string> = {
  rtp: "the media itself",
  rtcp: "RTCP",
  rtcp_xr: "RTCP XR",
  rtp_report: "an RTP agent",
  vq_rtcpxr: "a report of the phone (RFC 6035)",
  rtp_stat: "a header of the call",
  device: "a report of the border controller",
};

/** Rows carry the source as text; one that is not known here is shown as it is. */
export const sourceWord = (source: string): string => (source in SOURCES ? SOURCES[source as QualitySource] : source);

export type Grade = "good" | "fair" | "poor" | "bad";

/** By the bands of ITU-T G.107 annex B: satisfied from 4.03, some dissatisfied from 3.6, many from 3.1. */
export function gradeOf(mos: number): Grade {
  if (mos >= 4.03) return "good";
  if (mos >= 3.6) return "fair";
  return mos >= 3.1 ? "poor" : "bad";
}

/** Who speaks to whom, by the names of the call. */
export function directionWords(direction: StreamJson["direction"], caller: string, callee: string): string {
  const [from, to] = [caller || "caller", callee || "callee"];
  if (direction === "unknown") return "direction unknown";
  return direction === "caller_to_callee" ? `${from} speaks, ${to} hears` : `${to} speaks, ${from} hears`;
}

/** What the E-model takes off (ITU-T G.107), for people who never read it. */
export const TERM_WORDS = {
  best: (best: string): string => `A call without any fault begins at R = ${best} (Ro − Is: usual phones, quiet rooms). From that is taken:`,
  left: (r: string, withDelay: boolean): string => `${r} is left${withDelay ? ", delay included: the conversation" : ": listening"}`,
  codec: (ie: string, codec: string): string => `${ie} by the codec${codec === "" ? "" : ` ${codec}`} itself (Ie)`,
  loss: (loss: string, lossPct: number | null): string => `${loss} by packets that were lost or came too late${lossPct === null ? "" : `, ${lossPct.toFixed(lossPct < 1 ? 2 : 1)} % lost`} (Ie,eff − Ie)`,
  delay: (delay: string, rttMs: number | null): string => `${delay} by delay${rttMs === null ? "" : `, ${rttMs.toFixed(0)} ms there and back`} (Id): only who converses notices`,
  noDelay: "nothing is known of delay: no round trip was measured (Id)",
};

export const QUALITY_WORDS = {
  signallingAloneDoesNot:
    "Signalling alone does not tell how it sounded. " +
    "Any of these would: RTCP, the media itself (RTP), or a report of the phone or media proxy. Capture it like this:",
  thereWasNoMedia: "There was no media: the call was never answered",
  noMediaWasHeard: "No media was heard of this call",
  whatWasMeasuredSounds: "What was measured sounds good. It was measured in one direction only.",
  bothDirectionsSoundGood: "Both directions sound good.",
  fromThePacketsThemselves: "From the packets themselves",
  unknown: "unknown",
  ssrc: "; SSRC",
  measuredBy: "Measured by",
  why: "Why",
  howThisWasMeasured: "How this was measured",
  roundTrip: "Round trip",
  noTrip: "too short to measure",
  jitter: "Jitter",
  loss: "Loss",
  estimated: "estimated",
  noPublishedImpairmentValues: "No published impairment values for this codec",
  scaleScalesAreNot: "scale; scales are not compared with each other",
  ratingsOnThe: "Ratings on the",
  codecUnknown: "codec unknown",
} as const;
