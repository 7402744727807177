// The media of a call in one flat record, as platforms show it beside its SIP: what the phone or proxy wrote into the BYE (X-RTP-Stat), else what was
// reported and computed. Jitter in milliseconds, round trip in microseconds. null = looked, and there is none.
import { qualityOf, summariseQuality, type CodecTable } from "@sipglass/analyse";
import { decodeRtpStat, headerOf, messagesIn } from "@sipglass/decode";
import type { Call, MessageView } from "@sipglass/model";

export interface RtcpStats {
  mos: number | null;
  jitter: number | null;
  packet_loss_pct: number | null;
  rtt: number | null;
  rtp_bytes: number | null;
  rtp_packets: number | null;
  rtp_errors: number | null;
  rtcp_bytes: number | null;
  rtcp_packets: number | null;
  rtcp_errors: number | null;
}

export interface LegHeard {
  call: Call;
  messages: readonly MessageView[];
}

const NOTHING: RtcpStats = { mos: null, jitter: null, packet_loss_pct: null, rtt: null, rtp_bytes: null, rtp_packets: null, rtp_errors: null, rtcp_bytes: null, rtcp_packets: null, rtcp_errors: null };
const US_PER_MS = 1000;

export function rtcpStatsOf(legs: readonly LegHeard[], codecs: CodecTable): RtcpStats | null {
  return fromBye(legs.flatMap(({ messages }) => messages)) ?? fromReports(legs, codecs);
}

/** The last one said; of a stream in each direction the received one stands first. */
function fromBye(messages: readonly MessageView[]): RtcpStats | null {
  const said = messages.filter(({ raw }) => /^[xp]-rtp-stat\s*:/im.test(raw)).at(-1);
  const [message] = said ? messagesIn(said.raw) : [];
  const value = message && (headerOf(message, "x-rtp-stat") ?? headerOf(message, "p-rtp-stat"));
  const report = value === undefined ? undefined : decodeRtpStat(value);
  const stream = report?.ok ? report.value.streams[0] : undefined;
  if (value === undefined || !stream) return null;
  const { mos, jitterMs, lossPct, roundTripMs, octets, packets } = stream;
  return {
    ...NOTHING, mos, jitter: jitterMs, packet_loss_pct: lossPct, rtt: roundTripMs === null ? null : Math.round(roundTripMs * US_PER_MS), rtp_bytes: octets, rtp_packets: packets,
    ...countsIn(value, "rtp"), ...countsIn(value, "rtcp"),
  };
}

/** `RTP: 1 bytes, 2 packets, 3 errors; RTCP: …` */
function countsIn(value: string, kind: "rtp" | "rtcp"): Partial<RtcpStats> {
  const [, bytes, packets, errors] = new RegExp(`\\b${kind}: *(\\d+) bytes, *(\\d+) packets, *(\\d+) errors`, "i").exec(value) ?? [];
  return bytes === undefined
    ? {}
    : { [`${kind}_bytes`]: Number(bytes), [`${kind}_packets`]: Number(packets), [`${kind}_errors`]: Number(errors) };
}

function fromReports(legs: readonly LegHeard[], codecs: CodecTable): RtcpStats | null {
  const qualities = legs.map((leg) => qualityOf({ call: leg.call, messages: [...leg.messages] }, { codecs }));
  const streams = qualities.flatMap((quality) => quality.streams);
  if (streams.length === 0) return null;
  const { mos, lossPct, jitterMs, rttMs } = summariseQuality({ ...qualities[0]!, streams });
  const packets = streams.flatMap((stream) => stream.packets ?? []);
  return {
    ...NOTHING,
    mos: mos?.average ?? null,
    jitter: jitterMs,
    packet_loss_pct: lossPct,
    rtt: rttMs === null ? null : Math.round(rttMs * US_PER_MS),
    rtp_packets: packets.length === 0 ? null : packets.reduce((sum, count) => sum + count, 0),
  };
}
