// RTCP extended reports (RFC 3611): VoIP metrics, receiver reference time and DLRR; other blocks are skipped.
import { putU16, putU32, u16, u32 } from "../ip/network-bytes.ts";
import { JITTER_BUFFER_NAMES, PLC_NAMES, type RtcpXr, type XrVoipMetrics } from "./rtcp-report.ts";

export const XR_BLOCK = { REFERENCE_TIME: 4, DLRR: 5, VOIP: 7 } as const;
export const VOIP_BLOCK_BYTES = 36;
const NOT_AVAILABLE = 127;
/** RFC 3611 §4.7.2; the field has no value for "unknown". */
const RECOMMENDED_GMIN = 16;

export function readXrBlocks(b: Uint8Array, start: number): RtcpXr {
  const xr: RtcpXr = { voip: [], dlrr: [] };
  let end: number;
  for (let at = start; at + 4 <= b.length; at = end) {
    end = at + (u16(b, at + 2) + 1) * 4;
    if (end > b.length) break;
    if (b[at] === XR_BLOCK.VOIP && end - at >= VOIP_BLOCK_BYTES) xr.voip.push(readVoip(b, at));
    else if (b[at] === XR_BLOCK.REFERENCE_TIME && end - at >= 12) xr.referenceNtpMiddle = ((u16(b, at + 6) << 16) | u16(b, at + 8)) >>> 0;
    else if (b[at] === XR_BLOCK.DLRR) {
      for (let i = at + 4; i + 12 <= end; i += 12) xr.dlrr.push({ ssrc: u32(b, i), lrr: u32(b, i + 4), dlrr: u32(b, i + 8) });
    }
  }
  return xr;
}

/** 8-bit shares of 256, as percent. */
export const shareToPct = (share: number): number => (share / 256) * 100;
/** 127 stands for "not available", in R factors, MOS, levels and gains alike. */
export const available = (value: number): number | null => (value === NOT_AVAILABLE ? null : value);
const signed8 = (value: number): number => (value << 24) >> 24;
const tenth = (value: number): number | null => (value === NOT_AVAILABLE ? null : value / 10);

function readVoip(b: Uint8Array, at: number): XrVoipMetrics {
  const configuration = b[at + 28]!;
  return {
    sourceSsrc: u32(b, at + 4),
    lossPct: shareToPct(b[at + 8]!),
    discardPct: shareToPct(b[at + 9]!),
    burstDensityPct: shareToPct(b[at + 10]!),
    gapDensityPct: shareToPct(b[at + 11]!),
    burstMs: u16(b, at + 12),
    gapMs: u16(b, at + 14),
    roundTripMs: u16(b, at + 16),
    endSystemDelayMs: u16(b, at + 18),
    signalDbm: available(signed8(b[at + 20]!)),
    noiseDbm: available(signed8(b[at + 21]!)),
    rerlDb: available(b[at + 22]!),
    gmin: b[at + 23]!,
    rFactor: available(b[at + 24]!),
    externalRFactor: available(b[at + 25]!),
    mosLq: tenth(b[at + 26]!),
    mosCq: tenth(b[at + 27]!),
    plc: PLC_NAMES[configuration >> 6]!,
    jitterBuffer: JITTER_BUFFER_NAMES[(configuration >> 4) & 3]!,
    jitterBufferRate: configuration & 15,
    jitterBufferNominalMs: u16(b, at + 30),
    jitterBufferMaximumMs: u16(b, at + 32),
    jitterBufferAbsoluteMaximumMs: u16(b, at + 34),
  };
}

const pctToShare = (pct: number): number => Math.min(Math.max(Math.round((pct / 100) * 256), 0), 255);
const orUnavailable = (value: number | null): number => (value === null ? NOT_AVAILABLE : Math.round(value) & 0xff);

export function writeVoip(voip: XrVoipMetrics): Uint8Array {
  const b = new Uint8Array(VOIP_BLOCK_BYTES);
  b[0] = XR_BLOCK.VOIP;
  putU16(b, 2, VOIP_BLOCK_BYTES / 4 - 1);
  putU32(b, 4, voip.sourceSsrc);
  [voip.lossPct, voip.discardPct, voip.burstDensityPct, voip.gapDensityPct].forEach((pct, i) => (b[8 + i] = pctToShare(pct)));
  [voip.burstMs, voip.gapMs, voip.roundTripMs, voip.endSystemDelayMs].forEach((ms, i) => putU16(b, 12 + 2 * i, Math.round(ms) & 0xffff));
  const tenths = (mos: number | null): number | null => (mos === null ? null : mos * 10);
  [
    voip.signalDbm,
    voip.noiseDbm,
    voip.rerlDb,
    voip.gmin ?? RECOMMENDED_GMIN,
    voip.rFactor,
    voip.externalRFactor,
    tenths(voip.mosLq),
    tenths(voip.mosCq),
  ].forEach((value, i) => (b[20 + i] = orUnavailable(value)));
  b[28] = (PLC_NAMES.indexOf(voip.plc) << 6) | (JITTER_BUFFER_NAMES.indexOf(voip.jitterBuffer) << 4) | (voip.jitterBufferRate & 15);
  [voip.jitterBufferNominalMs, voip.jitterBufferMaximumMs, voip.jitterBufferAbsoluteMaximumMs].forEach((ms, i) =>
    putU16(b, 30 + 2 * i, ms & 0xffff),
  );
  return b;
}
