// Who heard whom, by RTCP: for each receiver and each SSRC it reports about, the reports in order; and what each sender says it sent.
// The same report captured at several places (before and behind a media proxy) is one report.
import type { RtcpBlock, XrVoipMetrics } from "@sipglass/decode";
import { otherSide, type Side } from "./media-plan.ts";
import type { RtcpPacket } from "./rtcp-packets.ts";
import type { Sighting } from "./round-trip.ts";

export interface HeardBlock {
  ref: string;
  atUs: number;
  block: RtcpBlock;
  seen: Sighting[];
}

export interface HeardVoip {
  ref: string;
  atUs: number;
  voip: XrVoipMetrics;
}

/** One SSRC as one receiver hears it. */
export interface Heard {
  ssrc: number;
  /** Who speaks in it. */
  speaker: Side | undefined;
  reporterSsrc: number;
  /** RTCP ends of the first report: who said it, and to whom. */
  by: string;
  to: string;
  blocks: HeardBlock[];
  voip: HeardVoip[];
}

/** Sender reports of one SSRC. */
export interface Sent {
  ssrc: number;
  side: Side | undefined;
  src: string;
  dst: string;
  counts: { ref: string; atUs: number; packets: number }[];
}

export interface HeardAndSent {
  heard: Heard[];
  sent: Sent[];
}

export function hear(packets: readonly RtcpPacket[]): HeardAndSent {
  const heard: Heard[] = [];
  const sent = new Map<string, Sent>();
  const known = new Map<string, HeardBlock>();
  for (const packet of packets) {
    for (const { ssrc, sender, blocks, xr } of packet.reports) {
      if (sender && ssrc !== 0) noteSent(sent, packet, ssrc, sender.packets);
      for (const block of blocks) noteBlock(heard, known, packet, ssrc, block);
      for (const voip of xr?.voip ?? []) noteVoip(heard, packet, ssrc, voip, blocks);
    }
  }
  return { heard, sent: [...sent.values()] };
}

function noteSent(sent: Map<string, Sent>, { ref, atUs, src, dst, side }: RtcpPacket, ssrc: number, packets: number): void {
  const key = `${ssrc} ${side ?? ""}`;
  const one = sent.get(key) ?? { ssrc, side, src, dst, counts: [] };
  sent.set(key, one);
  if (one.counts.at(-1)?.packets !== packets) one.counts.push({ ref, atUs, packets });
}

function noteBlock(heard: Heard[], known: Map<string, HeardBlock>, packet: RtcpPacket, reporterSsrc: number, block: RtcpBlock): void {
  const { ref, atUs, agent } = packet;
  const print = `${reporterSsrc} ${Object.values(block).join(" ")}`;
  const same = known.get(print);
  if (same) return void same.seen.push({ agent, atUs });
  const fresh: HeardBlock = { ref, atUs, block, seen: [{ agent, atUs }] };
  known.set(print, fresh);
  seriesOf(heard, packet, reporterSsrc, block.sourceSsrc).blocks.push(fresh);
}

function noteVoip(heard: Heard[], packet: RtcpPacket, reporterSsrc: number, voip: XrVoipMetrics, blocks: readonly RtcpBlock[]): void {
  // Agents that flatten a compound drop the source: it is that of the report blocks beside, or of what this receiver reported before.
  const before = heard.find((one) => one.reporterSsrc === reporterSsrc && one.blocks.length > 0);
  const source = voip.sourceSsrc || blocks[0]?.sourceSsrc || before?.ssrc || 0;
  const series = seriesOf(heard, packet, reporterSsrc, source);
  const last = series.voip.at(-1);
  if (last && JSON.stringify(last.voip) === JSON.stringify(voip) && packet.atUs - last.atUs < SAME_REPORT_US) return;
  series.voip.push({ ref: packet.ref, atUs: packet.atUs, voip });
}

const SAME_REPORT_US = 1_000_000;

/** A receiver keeps its place when it changes the SSRC under which it speaks itself. */
function seriesOf(heard: Heard[], packet: RtcpPacket, reporterSsrc: number, ssrc: number): Heard {
  const speaker = packet.side && otherSide(packet.side);
  const same = heard.filter((one) => one.ssrc === ssrc && one.speaker === speaker);
  const found = same.find((one) => one.reporterSsrc === reporterSsrc) ?? same.find((one) => one.by === packet.src);
  if (found) {
    found.reporterSsrc = reporterSsrc;
    return found;
  }
  const fresh: Heard = { ssrc, speaker, reporterSsrc, by: packet.src, to: packet.dst, blocks: [], voip: [] };
  heard.push(fresh);
  return fresh;
}
