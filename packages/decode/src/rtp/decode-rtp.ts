// RTP header (RFC 3550 §5.1) with CSRC list, header extension and padding; and the profile of payload types that need no SDP (RFC 3551).
import { decoded, refused, type Decoded } from "@sipglass/model";
import { u16, u32 } from "../ip/network-bytes.ts";

export interface RtpHeader {
  marker: boolean;
  payloadType: number;
  sequence: number;
  timestamp: number;
  ssrc: number;
  csrcs: number[];
  /** Header extension: what its bytes mean depends on the profile number (RFC 8285: 0xBEDE, 0x100x). */
  extension?: { profile: number; bytes: Uint8Array };
  /** Without padding; a view into the datagram. */
  payload: Uint8Array;
}

const HEADER_BYTES = 12;

export function decodeRtp(b: Uint8Array): Decoded<RtpHeader> {
  if (b.length < HEADER_BYTES || b[0]! >> 6 !== 2) return refused("rtp_malformed");
  const csrcCount = b[0]! & 0x0f;
  const csrcEnd = HEADER_BYTES + 4 * csrcCount;
  if (b.length < csrcEnd) return refused("rtp_malformed", HEADER_BYTES);
  const hasExtension = (b[0]! & 0x10) !== 0;
  if (hasExtension && b.length < csrcEnd + 4) return refused("rtp_malformed", csrcEnd);
  const start = hasExtension ? csrcEnd + 4 + 4 * u16(b, csrcEnd + 2) : csrcEnd;
  const padding = (b[0]! & 0x20) !== 0 ? b[b.length - 1]! : 0;
  if (b.length < start + padding) return refused("rtp_malformed", start);
  return decoded<RtpHeader>({
    marker: (b[1]! & 0x80) !== 0,
    payloadType: b[1]! & 0x7f,
    sequence: u16(b, 2),
    timestamp: u32(b, 4),
    ssrc: u32(b, 8),
    csrcs: Array.from({ length: csrcCount }, (_, i) => u32(b, HEADER_BYTES + 4 * i)),
    ...(hasExtension ? { extension: { profile: u16(b, csrcEnd), bytes: b.subarray(csrcEnd + 4, start) } } : {}),
    payload: b.subarray(start, b.length - padding),
  });
}

export interface StaticPayload {
  name: string;
  /** Of the RTP time stamp: 8000 for G.722 although it samples at 16 000 (RFC 3551 §4.5.2). */
  clockRateHz: number;
  channels: number;
  kind: "audio" | "video";
}

const audio = (name: string, clockRateHz: number, channels = 1): StaticPayload => ({ name, clockRateHz, channels, kind: "audio" });
const video = (name: string): StaticPayload => ({ name, clockRateHz: 90_000, channels: 0, kind: "video" });

/** RFC 3551 §6, tables 4 and 5. */
export const STATIC_PAYLOADS: ReadonlyMap<number, StaticPayload> = new Map([
  [0, audio("PCMU", 8000)],
  [3, audio("GSM", 8000)],
  [4, audio("G723", 8000)],
  [5, audio("DVI4", 8000)],
  [6, audio("DVI4", 16_000)],
  [7, audio("LPC", 8000)],
  [8, audio("PCMA", 8000)],
  [9, audio("G722", 8000)],
  [10, audio("L16", 44_100, 2)],
  [11, audio("L16", 44_100)],
  [12, audio("QCELP", 8000)],
  [13, audio("CN", 8000)],
  [14, audio("MPA", 90_000)],
  [15, audio("G728", 8000)],
  [16, audio("DVI4", 11_025)],
  [17, audio("DVI4", 22_050)],
  [18, audio("G729", 8000)],
  [25, video("CelB")],
  [26, video("JPEG")],
  [28, video("nv")],
  [31, video("H261")],
  [32, video("MPV")],
  [33, video("MP2T")],
  [34, video("H263")],
]);
