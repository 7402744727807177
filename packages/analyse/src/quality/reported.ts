// What phones, media proxies and RTP agents reported of a call by other means than RTCP: headers of a BYE, RFC 6035 bodies, and reports in
// HEP. Their figures stand as they said them, beside what is computed from the same figures.
import {
  decodeReport,
  decodeRtpStat,
  decodeVqRtcpxr,
  bodyParts,
  headersOf,
  type MediaReport,
  type ReportSource,
  type StreamReport,
} from "@sipglass/decode";
import { hostPort, PAYLOAD_TYPE, type MessageView, type QualitySource } from "@sipglass/model";
import { capturedIn } from "./media-reporter.ts";
import { measured, saneMs, type Measured } from "./draft.ts";
import { burstRatioOfXr } from "./e-model.ts";
import { otherSide, senderOf, sipOf, type MediaPlan, type Side } from "./media-plan.ts";

export interface Reported {
  measured: Measured;
  /** 0 = not said. */
  ssrc: number;
  speaker: Side | undefined;
  src: string;
  dst: string;
  codec: string;
  clockRateHz: number;
  /** Of the whole stream, as they counted it. */
  packets: number | null;
  lost: number | null;
}

const SOURCES: Record<ReportSource, QualitySource> = {
  rtp_agent: "rtp_report",
  rtp_agent_short: "rtp_report",
  horaclifix: "device",
  vq_rtcpxr: "vq_rtcpxr",
  rtp_stat: "rtp_stat",
};
const HEADERS = ["X-RTP-Stat", "P-RTP-Stat", "X-RTP-Stat-Add", "RTP-RxStat", "RTP-TxStat"] as const;
const REPORTS = new Set<number>([PAYLOAD_TYPE.RTP_REPORT, PAYLOAD_TYPE.RTP_REPORT_SHORT, PAYLOAD_TYPE.HORACLIFIX]);

export function reportedOf(messages: readonly MessageView[], plan: MediaPlan): Reported[] {
  const told = new Set<string>();
  return messages.flatMap((message) =>
    reportsIn(message).flatMap((report) => {
      // A proxy passes the header on; the report stays one.
      const print = JSON.stringify([report.source, report.fields]);
      if (told.has(print)) return [];
      told.add(print);
      const by = REPORTS.has(message.payloadType) ? undefined : reporterOf(message, report, plan);
      return report.streams.map((stream) => reported(message, report, stream, by, plan));
    }),
  );
}

function reportsIn(message: MessageView): MediaReport[] {
  // A capture's own report is the stream itself.
  if (capturedIn(message)) return [];
  if (REPORTS.has(message.payloadType)) return values([decodeReport(message.payloadType, message.raw)]);
  if (message.payloadType !== PAYLOAD_TYPE.SIP || !/rtp-?(?:stat|rxstat|txstat)|vq-rtcpxr/i.test(message.raw)) return [];
  const sip = sipOf(message);
  if (!sip) return [];
  const bodies = bodyParts(sip).filter(({ contentType }) => /vq-rtcpxr/i.test(contentType));
  return [
    ...values(bodies.map(({ text }) => decodeVqRtcpxr(text))),
    ...values(HEADERS.flatMap((name) => headersOf(sip, name)).map(decodeRtpStat)),
  ];
}

const values = (decoded: readonly ReturnType<typeof decodeRtpStat>[]): MediaReport[] =>
  decoded.flatMap((one) => (one.ok ? [one.value] : []));

/** A report in a message of its own (PUBLISH) says by tags whose it is: the reporter's own tag is the local one (RFC 6035 §4.6.1). */
function reporterOf(message: MessageView, { fromTag, toTag }: MediaReport, plan: MediaPlan): Side | undefined {
  if (message.cseqMethod !== "PUBLISH" && message.cseqMethod !== "NOTIFY") return senderOf(message, plan.callerTag);
  if (fromTag === plan.callerTag && fromTag !== "") return "caller";
  return toTag === plan.callerTag && toTag !== "" ? "callee" : plan.sideOf(hostPort(message.src, message.srcPort), message.src);
}

function reported(message: MessageView, report: MediaReport, stream: StreamReport, by: Side | undefined, plan: MediaPlan): Reported {
  const src = end(stream.src, stream.srcPort);
  const dst = end(stream.dst, stream.dstPort);
  const from = plan.sideOf(src, stream.src);
  const to = plan.sideOf(dst, stream.dst);
  const seen = stream.direction === "unknown" || by === undefined ? undefined : stream.direction === "sent" ? by : otherSide(by);
  const speaker = seen ?? from ?? (to ? otherSide(to) : undefined);
  const agreed = plan.agreed(src, dst);
  return {
    measured: measuredOf(message, report, stream),
    ssrc: stream.ssrc ?? 0,
    speaker,
    src,
    dst,
    codec: stream.codec || (agreed?.codec.name ?? ""),
    clockRateHz: stream.clockRateHz ?? (agreed?.codec.clockRate || 8000),
    packets: stream.packets,
    lost: stream.lostPackets,
  };
}

const end = (ip: string, port: number): string => (ip === "" ? "" : hostPort(ip, port));

function measuredOf(message: MessageView, report: MediaReport, stream: StreamReport): Measured {
  const atUs = report.stopUs || message.timeUs;
  const lost = stream.lostPackets;
  const burst = {
    burstDensityPct: stream.burstDensityPct ?? 0,
    burstMs: stream.burstMs ?? 0,
    gapDensityPct: stream.gapDensityPct ?? 0,
    gapMs: stream.gapMs ?? 0,
  };
  return {
    ...measured(SOURCES[report.source], message.ref, atUs, report.startUs || atUs),
    by: report.reporter || hostPort(message.src, message.srcPort),
    total: report.kind !== "interval",
    packetsExpected: stream.expectedPackets ?? (stream.packets !== null && lost !== null && lost >= 0 ? stream.packets + lost : null),
    packetsLost: lost,
    lossPct: sharePct(stream.lossPct),
    reportedLossPct: stream.lossPct,
    discardPct: sharePct(stream.discardPct),
    jitterMs: saneMs(stream.jitterMs),
    maxJitterMs: saneMs(stream.maxJitterMs),
    rttMs: saneMs(stream.roundTripMs),
    burstR: burstRatioOfXr(burst),
    reportedMos: stream.mos ?? stream.mosCq ?? stream.mosLq,
    reportedR: stream.rFactor ?? stream.rCq ?? stream.rLq,
    endSystemDelayMs: saneMs(stream.endSystemDelayMs),
  };
}

/** Outside 0..100 is a fault of the reporter. */
const sharePct = (pct: number | null): number | null => (pct !== null && pct >= 0 && pct <= 100 ? pct : null);
