// RTCP bytes (RFC 3550 §6): a compound of packets, each to a report. What is malformed in one packet ends the reading; what came before
// stays.
import { decoded, refused, type Decoded } from "@sipglass/model";
import { u16, u32 } from "../ip/network-bytes.ts";
import { ntpTime } from "./ntp.ts";
import { RTCP_TYPE, type RtcpBlock, type RtcpReport } from "./rtcp-report.ts";
import { readXrBlocks } from "./xr.ts";

const BLOCK_BYTES = 24;
const SDES_CNAME = 1;
const utf8 = new TextDecoder();

/** Refused only when not even the first packet can be read. */
export function decodeRtcp(payload: Uint8Array): Decoded<RtcpReport[]> {
  const reports: RtcpReport[] = [];
  let at = 0;
  while (at + 4 <= payload.length && payload[at]! >> 6 === 2) {
    const end = at + (u16(payload, at + 2) + 1) * 4;
    const type = payload[at + 1]!;
    if (end > payload.length || type < 192 || type > 223) break;
    const padding = (payload[at]! & 0x20) !== 0 ? payload[end - 1]! : 0;
    const packet = payload.subarray(at, Math.max(end - padding, at + 4));
    if (!readPacket(type, packet, reports)) break;
    at = end;
  }
  if (at === 0) return refused("rtcp_malformed", at);
  nameSenders(reports);
  return decoded(reports);
}

/** False when the packet contradicts itself. Feedback and unknown types are skipped. */
function readPacket(type: number, b: Uint8Array, reports: RtcpReport[]): boolean {
  const count = b[0]! & 0x1f;
  switch (type) {
    case RTCP_TYPE.SR:
      return readSenderReport(b, count, reports);
    case RTCP_TYPE.RR:
      return b.length >= 8 && reports.push({ kind: "RR", ssrc: u32(b, 4), blocks: readBlocks(b, 8, count) }) > 0;
    case RTCP_TYPE.SDES:
      reports.push(...readSdes(b, count));
      return true;
    case RTCP_TYPE.BYE:
      reports.push(...readBye(b, count));
      return true;
    case RTCP_TYPE.APP:
      return b.length >= 12 && reports.push({ kind: "APP", ssrc: u32(b, 4), blocks: [] }) > 0;
    case RTCP_TYPE.XR:
      return b.length >= 8 && reports.push({ kind: "XR", ssrc: u32(b, 4), blocks: [], xr: readXrBlocks(b, 8) }) > 0;
    default:
      return true;
  }
}

function readSenderReport(b: Uint8Array, count: number, reports: RtcpReport[]): boolean {
  if (b.length < 28) return false;
  const sender = { ...ntpTime(u32(b, 8), u32(b, 12)), rtpTimestamp: u32(b, 16), packets: u32(b, 20), octets: u32(b, 24) };
  reports.push({ kind: "SR", ssrc: u32(b, 4), sender, blocks: readBlocks(b, 28, count) });
  return true;
}

function readBlocks(b: Uint8Array, start: number, count: number): RtcpBlock[] {
  const blocks: RtcpBlock[] = [];
  for (let at = start; blocks.length < count && at + BLOCK_BYTES <= b.length; at += BLOCK_BYTES) {
    blocks.push({
      sourceSsrc: u32(b, at),
      fractionLost: b[at + 4]!,
      cumulativeLost: signed24(u32(b, at + 4)),
      highestSequence: u32(b, at + 8),
      jitterTicks: u32(b, at + 12),
      lsr: u32(b, at + 16),
      dlsr: u32(b, at + 20),
    });
  }
  return blocks;
}

/** The low 24 bits as a signed number. */
export const signed24 = (value: number): number => (value << 8) >> 8;

function readSdes(b: Uint8Array, count: number): RtcpReport[] {
  const reports: RtcpReport[] = [];
  let at = 4;
  while (reports.length < count && at + 4 <= b.length) {
    const report: RtcpReport = { kind: "SDES", ssrc: u32(b, at), blocks: [] };
    at += 4;
    while (at < b.length && b[at] !== 0) {
      const length = b[at + 1] ?? 0;
      if (b[at] === SDES_CNAME) report.cname = utf8.decode(b.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    // The zero that ends a chunk is filled up to a word.
    at = (at + 4) & ~3;
    reports.push(report);
  }
  return reports;
}

function readBye(b: Uint8Array, count: number): RtcpReport[] {
  const reasonAt = 4 + 4 * count;
  const reason = reasonAt < b.length ? utf8.decode(b.subarray(reasonAt + 1, reasonAt + 1 + b[reasonAt]!)) : "";
  const reports: RtcpReport[] = [];
  for (let at = 4; at < reasonAt && at + 4 <= b.length; at += 4) {
    reports.push({ kind: "BYE", ssrc: u32(b, at), blocks: [], ...(reason === "" ? {} : { reason }) });
  }
  return reports;
}

/** The SDES of a compound names the sender of its reports. */
function nameSenders(reports: RtcpReport[]): void {
  for (const { kind, ssrc, cname } of reports) {
    if (kind !== "SDES" || cname === undefined) continue;
    for (const report of reports) if (report.ssrc === ssrc) report.cname ??= cname;
  }
}
