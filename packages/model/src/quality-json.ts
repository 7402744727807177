// Quality as the API and the CLI show it: snake_case, RFC 3339 times, units in names.
import type { Quality, QualityReport, RatingTerms, RtpFacts, Stream } from "./quality.ts";
import { toRfc3339 } from "./time.ts";

const time = (us: number): string | null => (us === 0 ? null : toRfc3339(us));

export function qualityToJson({ streams, verdicts }: Quality) {
  return { streams: streams.map(streamToJson), verdicts };
}

export type QualityJson = ReturnType<typeof qualityToJson>;

function streamToJson(stream: Stream) {
  return {
    ssrc: stream.ssrc,
    call_id: stream.callId,
    src: stream.src,
    dst: stream.dst,
    direction: stream.direction,
    codec: stream.codec,
    clock_rate_hz: stream.clockRateHz,
    scale: stream.scale,
    estimated: stream.estimated,
    from: time(stream.fromUs),
    to: time(stream.toUs),
    packets: stream.packets,
    lost: stream.lost,
    loss_pct: stream.lossPct,
    jitter_ms: stream.jitterMs,
    max_jitter_ms: stream.maxJitterMs,
    rtt_ms: stream.rttMs,
    conversation_rtt_ms: stream.conversationRttMs,
    burst_r: stream.burstR,
    mos_lq: stream.mosLq,
    mos_cq: stream.mosCq,
    worst_mos: stream.worstMos,
    reported_mos: stream.reportedMos,
    source: stream.source,
    reports: stream.reports.map(reportToJson),
    rtp: stream.rtp && rtpToJson(stream.rtp),
    terms: stream.terms && termsToJson(stream.terms),
    why: stream.why,
  };
}

export type StreamJson = ReturnType<typeof streamToJson>;

const termsToJson = ({ best, codec, loss, delay, r, conversationR }: RatingTerms) => ({ best, codec, loss, delay, r, conversation_r: conversationR });

function reportToJson(report: QualityReport) {
  return {
    ref: report.ref,
    at: time(report.atUs),
    source: report.source,
    by: report.by,
    from: time(report.fromUs),
    packets_expected: report.packetsExpected,
    packets_lost: report.packetsLost,
    loss_pct: report.lossPct,
    reported_loss_pct: report.reportedLossPct,
    discard_pct: report.discardPct,
    jitter_ms: report.jitterMs,
    rtt_ms: report.rttMs,
    burst_r: report.burstR,
    reported_mos: report.reportedMos,
    reported_r: report.reportedR,
    mos_lq: report.mosLq,
    mos_cq: report.mosCq,
    r: report.r,
  };
}

function rtpToJson(rtp: RtpFacts) {
  return {
    payload_types: rtp.payloadTypes,
    duplicates: rtp.duplicates,
    out_of_order: rtp.outOfOrder,
    late: rtp.late,
    jitter_buffer_ms: rtp.jitterBufferMs,
    bursts: rtp.bursts,
    longest_burst: rtp.longestBurst,
    max_delta_ms: rtp.maxDeltaMs,
    mean_delta_ms: rtp.meanDeltaMs,
    timestamp_jumps: rtp.timestampJumps,
    talk_spurts: rtp.talkSpurts,
    comfort_noise: rtp.comfortNoise,
    dtmf: rtp.dtmf.map(({ digit, atUs, durationMs }) => ({ digit, at: time(atUs), duration_ms: durationMs })),
  };
}
