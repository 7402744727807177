// The sums behind a rating in words, one line each: "why 3.6?" answered with the stream's own figures.
import type { QualitySource } from "@sipglass/model";
import type { CodecImpairment } from "./codec-table.ts";
import type { Measured } from "./draft.ts";
import { bestR, delayImpairment, effectiveImpairment, satisfaction, type DelayModel, type Rating } from "./e-model.ts";
import type { Whole } from "./rated-stream.ts";

export interface Sums {
  whole: Whole;
  /** Of the round trip, what this stream alone tells: from where RTCP was captured to the receiver and back. null: all of it. */
  ownHalfMs: number | null;
  codecName: string;
  codec: CodecImpairment;
  rating: Rating;
  /** With what came too late. */
  lossPct: number;
  /** One way, mouth to ear. */
  delayMs: number | null;
  delayModel: DelayModel;
}

const SCALE_NAMES = { nb: "narrow band", wb: "wide band", fb: "full band" } as const;
const RECOMMENDATIONS = { nb: "G.107", wb: "G.107.1", fb: "G.107.2" } as const;

const n = (value: number, digits = 1): string => String(Number(value.toFixed(digits)));

export function sumsOf(sums: Sums): string[] {
  return [codecLine(sums), lossLine(sums), listeningLine(sums), conversationLine(sums)];
}

function codecLine({ codecName, codec: { scale, ie, bpl, assumed } }: Sums): string {
  const note = assumed === "" ? "" : ` (${assumed})`;
  return `Codec ${codecName || "unknown"}, ${SCALE_NAMES[scale]}: Ie ${ie}, Bpl ${bpl}${note}.`;
}

const impairment = ({ codec, lossPct, whole }: Sums): string => n(effectiveImpairment(codec, lossPct, whole.burstR ?? 1));

const GROUPED = new Intl.NumberFormat("en-GB");

/** " (307 of 2,260 packets)", where both are known. */
export const countOfLost = ({ lost, packets }: { lost: number | null; packets: number | null }): string =>
  packets === null || lost === null ? "" : ` (${GROUPED.format(lost)} of ${GROUPED.format(packets + lost)} packets)`;

function lossLine(sums: Sums): string {
  const { packets, lost, lossPct, discardPct, burstR } = sums.whole;
  const counted = countOfLost({ lost, packets });
  const late = discardPct === null ? "late packets unknown" : `${n(discardPct)} % came too late`;
  const none = lossPct === 0 && discardPct === 0;
  const bursts = burstR !== null ? `BurstR ${n(burstR, 2)}` : none ? "no bursts" : "bursts unknown: taken as random";
  return `Loss ${n(lossPct ?? 0, 2)} %${counted}, ${late}, ${bursts}: Ie,eff = ${impairment(sums)}.`;
}

function listeningLine(sums: Sums): string {
  const { codec, rating } = sums;
  const r = `R = ${bestR(codec.scale)} − ${impairment(sums)} = ${n(rating.r)}`;
  return `Listening: ${r}, MOS-LQ ${rating.mosLq.toFixed(2)} (ITU-T ${RECOMMENDATIONS[codec.scale]}; ${satisfaction(rating.mosLq)}).`;
}

function conversationLine({ whole, rating, delayMs, delayModel, ownHalfMs }: Sums): string {
  if (delayMs === null || rating.mosCq === null) return "No round trip was measured: there is no conversational MOS.";
  const half = ownHalfMs === null ? "" : ` (${n(ownHalfMs)} ms of it between capture and receiver)`;
  const delay = `round trip ${n(whole.rttMs ?? 0)} ms${half}, ${n(delayMs)} ms one way with buffer and codec`;
  return `Conversation: ${delay}: Id = ${n(delayImpairment(delayMs, delayModel))}, MOS-CQ ${rating.mosCq.toFixed(2)}.`;
}

const SOURCE_NAMES: Record<QualitySource, string> = {
  rtp: "the media",
  rtcp: "RTCP",
  rtcp_xr: "RTCP XR",
  rtp_report: "an RTP agent",
  vq_rtcpxr: "the phone (RFC 6035)",
  rtp_stat: "a header of the call",
  device: "the border controller",
};

export function saidByOthers(ordered: readonly Pick<Measured, "source" | "reportedMos">[]): string[] {
  const last = new Map<QualitySource, number>();
  for (const { source, reportedMos } of ordered) if (reportedMos !== null) last.set(source, reportedMos);
  return [...last].map(([source, mos]) => `Reported by ${SOURCE_NAMES[source]}: MOS ${mos.toFixed(2)}.`);
}
