// RTCP as the JSON that capture agents send and homer-ui reads (peers: rtpengine, captagent, heplify): for agents that sent it as bytes.
import type { RtcpReport } from "@sipglass/decode";

const TYPE = { SR: 200, RR: 201, SDES: 202, BYE: 203, APP: 204, XR: 207 } as const;

export function rtcpJson(report: RtcpReport): Record<string, unknown> {
  const { sender, blocks } = report;
  return {
    ...(sender ? { sender_information: { ntp_timestamp_sec: Math.floor((sender.ntpUs ?? 0) / 1e6), ntp_timestamp_usec: Math.round((sender.ntpUs ?? 0) % 1e6), rtp_timestamp: sender.rtpTimestamp, packets: sender.packets, octets: sender.octets } } : {}),
    ssrc: report.ssrc, type: TYPE[report.kind], report_count: blocks.length,
    report_blocks: blocks.map((block) => ({
      source_ssrc: block.sourceSsrc, fraction_lost: block.fractionLost, packets_lost: block.cumulativeLost, highest_seq_no: block.highestSequence, ia_jitter: block.jitterTicks, lsr: block.lsr, dlsr: block.dlsr,
    })),
  };
}
