// Reports as RTCP bytes again (RFC 3550 §6): how RTCP that came as JSON gets into a capture file that other tools read.
import { concatBytes, putU16, putU32 } from "../ip/network-bytes.ts";
import { ntpWords } from "./ntp.ts";
import { RTCP_TYPE, type RtcpBlock, type RtcpReport, type RtcpSender } from "./rtcp-report.ts";
import { writeVoip, XR_BLOCK } from "./xr.ts";

const MAX_BLOCKS = 31;
const SDES_CNAME = 1;
const utf8 = new TextEncoder();

/**
 * A compound that begins with a report, as receivers demand: one is put in front when there is none. Empty when there is nothing to say.
 * APP packets are left out: their content is not kept.
 */
export function encodeRtcp(reports: RtcpReport | readonly RtcpReport[]): Uint8Array {
  const list = "kind" in reports ? [reports] : reports;
  const parts = list.flatMap(packetsOf);
  if (parts.length === 0) return new Uint8Array(0);
  const first = parts[0]![1]!;
  if (first !== RTCP_TYPE.SR && first !== RTCP_TYPE.RR) parts.unshift(receiverReport(list[0]!.ssrc, []));
  return concatBytes(parts);
}

function packetsOf(report: RtcpReport): Uint8Array[] {
  const packets: Uint8Array[] = [];
  if (report.kind === "SR" && report.sender) packets.push(senderReport(report.ssrc, report.sender, report.blocks));
  else if (report.kind === "SR" || report.kind === "RR") packets.push(receiverReport(report.ssrc, report.blocks));
  if (report.cname !== undefined && report.cname !== "" && report.kind !== "BYE" && report.kind !== "APP")
    packets.push(sdes(report.ssrc, report.cname));
  if (report.xr && hasBlocks(report)) packets.push(extendedReport(report));
  if (report.kind === "BYE") packets.push(bye(report));
  return packets;
}

const hasBlocks = ({ xr }: RtcpReport): boolean =>
  xr !== undefined && xr.voip.length + xr.dlrr.length + (xr.referenceNtpMiddle === undefined ? 0 : 1) > 0;

function packet(type: number, count: number, body: Uint8Array): Uint8Array {
  const head = new Uint8Array(4);
  head[0] = 0x80 | count;
  head[1] = type;
  putU16(head, 2, body.length / 4);
  return concatBytes([head, body]);
}

function senderReport(ssrc: number, sender: RtcpSender, blocks: RtcpBlock[]): Uint8Array {
  const [seconds, fraction] = ntpWords(sender);
  const head = words(ssrc, seconds, fraction, sender.rtpTimestamp, sender.packets, sender.octets);
  return packet(RTCP_TYPE.SR, Math.min(blocks.length, MAX_BLOCKS), concatBytes([head, ...blocks.slice(0, MAX_BLOCKS).map(reportBlock)]));
}

function receiverReport(ssrc: number, blocks: RtcpBlock[]): Uint8Array {
  return packet(
    RTCP_TYPE.RR,
    Math.min(blocks.length, MAX_BLOCKS),
    concatBytes([words(ssrc), ...blocks.slice(0, MAX_BLOCKS).map(reportBlock)]),
  );
}

function reportBlock(block: RtcpBlock): Uint8Array {
  const lost = Math.min(Math.max(block.cumulativeLost, -0x80_0000), 0x7f_ffff);
  const loss = ((block.fractionLost & 0xff) << 24) | (lost & 0xff_ffff);
  return words(block.sourceSsrc, loss, block.highestSequence, block.jitterTicks, block.lsr, block.dlsr);
}

function sdes(ssrc: number, cname: string): Uint8Array {
  const text = utf8.encode(cname).subarray(0, 255);
  const item = new Uint8Array((2 + text.length + 4) & ~3);
  item[0] = SDES_CNAME;
  item[1] = text.length;
  item.set(text, 2);
  return packet(RTCP_TYPE.SDES, 1, concatBytes([words(ssrc), item]));
}

function bye({ ssrc, reason }: RtcpReport): Uint8Array {
  if (reason === undefined || reason === "") return packet(RTCP_TYPE.BYE, 1, words(ssrc));
  const text = utf8.encode(reason).subarray(0, 255);
  const field = new Uint8Array((1 + text.length + 3) & ~3);
  field[0] = text.length;
  field.set(text, 1);
  return packet(RTCP_TYPE.BYE, 1, concatBytes([words(ssrc), field]));
}

function extendedReport({ ssrc, xr }: RtcpReport): Uint8Array {
  const blocks = xr!.voip.map(writeVoip);
  if (xr!.referenceNtpMiddle !== undefined) {
    const middle = xr!.referenceNtpMiddle;
    blocks.unshift(words((XR_BLOCK.REFERENCE_TIME << 24) | 2, middle >>> 16, middle << 16));
  }
  if (xr!.dlrr.length > 0) {
    blocks.push(words((XR_BLOCK.DLRR << 24) | (3 * xr!.dlrr.length), ...xr!.dlrr.flatMap(({ ssrc: of, lrr, dlrr }) => [of, lrr, dlrr])));
  }
  return packet(RTCP_TYPE.XR, 0, concatBytes([words(ssrc), ...blocks]));
}

function words(...values: number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  values.forEach((value, i) => putU32(bytes, i * 4, value));
  return bytes;
}
