// An RTCP sender report as rtpengine and captagent write it into HEP type 5: JSON, with fields of the call in it.
import type { Random } from "./random.ts";

/** NTP seconds of 2026-11-20; only their difference matters to a reader. */
const NTP_SECONDS = 4_004_193_600;

export function rtcpReport(random: Random, side: "caller" | "callee", share: number): string {
  const ssrc = side === "caller" ? 305_419_896 : 2_596_069_104;
  const other = side === "caller" ? 2_596_069_104 : 305_419_896;
  const packets = Math.round(share * 150);
  const block = {
    source_ssrc: other, fraction_lost: random.chance(0.1) ? random.between(1, 40) : 0, packets_lost: random.below(5), highest_seq_no: 1000 + packets,
    ia_jitter: random.between(2, 180), lsr: random.next(), dlsr: random.between(1000, 90_000),
  };
  const sender = { ntp_timestamp_sec: NTP_SECONDS + packets, ntp_timestamp_usec: random.next(), octets: packets * 160, rtp_timestamp: packets * 160, packets };
  return JSON.stringify({ ssrc, type: 200, report_count: 1, sender_information: sender, report_blocks: [block] });
}
