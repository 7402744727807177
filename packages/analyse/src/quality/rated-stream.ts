// A stream with its ratings: each measurement by the E-model, the whole from the best source, and the sums behind it in words.
import type { QualityReport, QualitySource, RatingTerms, Stream } from "@sipglass/model";
import { impairmentOf, type CodecImpairment, type CodecTable } from "./codec-table.ts";
import { directionOf, SOURCES_BY_RANK, type Counted, type Measured, type StreamDraft } from "./draft.ts";
import { bestR, delayImpairment, oneWayDelayMs, rate, type DelayModel, type Rating } from "./e-model.ts";
import { saidByOthers, sumsOf } from "./why.ts";

export interface RatingOptions {
  codecs: CodecTable;
  delayModel: DelayModel;
}

export function ratedStream(draft: StreamDraft, callId: string, options: RatingOptions): Stream {
  const found = impairmentOf(options.codecs, draft.codec, draft.clockRateHz);
  const codec = draft.ptimeMs > 0 ? { ...found, frameMs: draft.ptimeMs } : found;
  const ordered = draft.measured.toSorted((a, b) => a.atUs - b.atUs);
  const whole = wholeOf(draft, ordered);
  const talk = { ...whole, rttMs: conversationOf(draft, whole) };
  const voice = draft.kind === "audio";
  const rating = voice ? ratingOf(talk, codec, options) : null;
  // The total of captured media is the stream itself.
  const reports = ordered
    .filter(({ source, total }) => source !== "rtp" || !total)
    .map((one) => reportOf(one, voice ? ratingOf(betweenEnds(one, draft), codec, options) : null));
  const ratings = reports.flatMap(({ mosLq }) => mosLq ?? []);
  const { ssrc, src, dst, fromUs, toUs, clockRateHz, rtp } = draft;
  return {
    ssrc,
    callId,
    src,
    dst,
    direction: directionOf(draft.speaker),
    codec: draft.codec,
    clockRateHz,
    scale: codec.scale,
    estimated: codec.estimated,
    fromUs,
    toUs,
    packets: whole.packets,
    lost: whole.lost,
    lossPct: whole.lossPct,
    jitterMs: whole.jitterMs,
    maxJitterMs: whole.maxJitterMs,
    rttMs: whole.rttMs,
    conversationRttMs: talk.rttMs === whole.rttMs ? null : talk.rttMs,
    burstR: whole.burstR,
    mosLq: rating?.mosLq ?? null,
    mosCq: rating?.mosCq ?? null,
    worstMos: ratings.length > 0 ? Math.min(...ratings) : (rating?.mosLq ?? null),
    reportedMos: lastOf(ordered, "reportedMos"),
    source: whole.source,
    reports,
    rtp,
    terms: rating && termsOf(talk, codec, rating, options.delayModel),
    why: [
      ...draft.notes,
      ...(rating
        ? sumsOf({
            whole: talk,
            ownHalfMs: talk.rttMs === whole.rttMs ? null : whole.rttMs,
            codecName: draft.codec,
            codec,
            rating,
            lossPct: lossAndDiscard(whole),
            delayMs: delayOf(talk, codec),
            delayModel: options.delayModel,
          })
        : []),
      ...saidByOthers(ordered),
    ],
  };
}

function termsOf(talk: Whole, codec: CodecImpairment, { r }: Rating, model: DelayModel): RatingTerms {
  const [best, delayMs] = [bestR(codec.scale), delayOf(talk, codec)];
  const delay = delayMs === null ? null : delayImpairment(delayMs, model);
  return { best, codec: codec.ie, loss: best - codec.ie - r, delay, r, conversationR: delay === null ? null : r - delay };
}

export interface Whole extends Pick<Measured, "lossPct" | "discardPct" | "burstR" | "jitterMs" | "rttMs" | "endSystemDelayMs"> {
  source: QualitySource;
  packets: number | null;
  lost: number | null;
  maxJitterMs: number | null;
}

/** Counts of the whole stream win over the mean of intervals; totals of a report are the last one's. */
function wholeOf({ counted, measured }: StreamDraft, ordered: readonly Measured[]): Whole {
  const source = sourceOf(counted, measured);
  const count =
    counted.findLast((one) => one.source === source) ??
    (source === "rtcp_xr" ? counted.findLast((one) => one.source === "rtcp") : undefined);
  const own = ordered.filter((one) => one.source === source || (source === "rtcp_xr" && one.source === "rtcp"));
  const jitters = own.flatMap(({ jitterMs }) => jitterMs ?? []);
  const maxima = own.flatMap(({ jitterMs, maxJitterMs }) => maxJitterMs ?? jitterMs ?? []);
  const totals = own.findLast(({ total, lossPct }) => total && lossPct !== null);
  const weights = own.filter(({ lossPct, total }) => lossPct !== null && !total);
  return {
    source,
    packets: count?.packets ?? null,
    lost: count?.lost ?? null,
    lossPct: count?.lossPct ?? totals?.lossPct ?? weightedLoss(weights),
    discardPct: lastOf(own, "discardPct"),
    burstR: lastOf(own, "burstR"),
    jitterMs: totals?.jitterMs ?? (jitters.length > 0 ? jitters.reduce((a, b) => a + b, 0) / jitters.length : null),
    maxJitterMs: maxima.length > 0 ? Math.max(...maxima) : null,
    rttMs: median(ordered.flatMap(({ rttMs }) => rttMs ?? [])),
    endSystemDelayMs: lastOf(own, "endSystemDelayMs"),
  };
}

/** What ends report is between them already; what RTCP tells where it was captured is half of it. */
const betweenEnds = (one: Measured, { otherHalfMs }: StreamDraft): Measured =>
  one.source !== "rtcp" || one.rttMs === null || otherHalfMs === null ? one : { ...one, rttMs: one.rttMs + otherHalfMs };

function conversationOf(draft: StreamDraft, { rttMs }: Whole): number | null {
  const halves = median(draft.measured.flatMap((one) => (one.source === "rtcp" ? (betweenEnds(one, draft).rttMs ?? []) : [])));
  return draft.otherHalfMs === null || halves === null ? rttMs : Math.max(halves, rttMs ?? 0);
}

/** The capture sees what was lost before it, the receiver all: where it heard of more loss, its word counts. */
function sourceOf(counted: readonly Counted[], measured: readonly Measured[]): QualitySource {
  const present = SOURCES_BY_RANK.filter(
    (name) => counted.some((one) => one.source === name) || measured.some((one) => one.source === name),
  );
  const lossOf = (name: QualitySource): number => counted.findLast((one) => one.source === name)?.lossPct ?? -1;
  if (present[0] === "rtp" && lossOf("rtcp") > lossOf("rtp") + MORE_LOSS_PCT) return present.includes("rtcp_xr") ? "rtcp_xr" : "rtcp";
  return present[0] ?? "rtcp";
}

const MORE_LOSS_PCT = 0.1;

function weightedLoss(intervals: readonly Measured[]): number | null {
  if (intervals.length === 0) return null;
  const weight = ({ packetsExpected }: Measured): number => packetsExpected ?? 1;
  const sum = intervals.reduce((total, one) => total + weight(one), 0);
  return sum === 0 ? null : intervals.reduce((total, one) => total + (one.lossPct ?? 0) * weight(one), 0) / sum;
}

function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function lastOf<K extends "reportedMos" | "discardPct" | "burstR" | "endSystemDelayMs">(
  ordered: readonly Measured[],
  key: K,
): number | null {
  return ordered.findLast((one) => one[key] !== null)?.[key] ?? null;
}

type Rateable = Pick<Measured, "lossPct" | "discardPct" | "burstR" | "jitterMs" | "rttMs" | "endSystemDelayMs">;

/** Without any word on loss there is nothing to rate. */
function ratingOf(one: Rateable, codec: CodecImpairment, { delayModel }: RatingOptions): Rating | null {
  if (one.lossPct === null) return null;
  return rate({ codec, lossPct: lossAndDiscard(one), burstR: one.burstR, delayMs: delayOf(one, codec), delayModel });
}

/** Late packets are lost to the listener. Discards are a share of all packets (RFC 3611 §4.7.1). */
const lossAndDiscard = ({ lossPct, discardPct }: Rateable): number => Math.min((lossPct ?? 0) + (discardPct ?? 0), 100);

const delayOf = ({ rttMs, jitterMs, endSystemDelayMs }: Rateable, codec: CodecImpairment): number | null =>
  rttMs !== null && endSystemDelayMs !== null && endSystemDelayMs > 0
    ? rttMs / 2 + endSystemDelayMs
    : oneWayDelayMs(rttMs, jitterMs, codec);

function reportOf(one: Measured, rating: Rating | null): QualityReport {
  const { endSystemDelayMs: _delay, maxJitterMs: _max, total: _total, ...report } = one;
  return { ...report, mosLq: rating?.mosLq ?? null, mosCq: rating?.mosCq ?? null, r: rating?.r ?? null };
}
