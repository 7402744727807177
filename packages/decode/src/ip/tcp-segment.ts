// TCP segment header (RFC 9293 §3.1) and arithmetic on sequence numbers, which wrap.
import type { IpPacket } from "./ip-header.ts";
import { u16, u32 } from "./network-bytes.ts";

export const TCP_FLAG = { FIN: 1, SYN: 2, RST: 4, PSH: 8, ACK: 16 } as const;

export interface TcpSegment {
  srcPort: number;
  dstPort: number;
  sequence: number;
  acknowledgement: number;
  flags: number;
  payload: Uint8Array;
  /** Bytes of payload that the snapshot length cut off. */
  missing: number;
}

export function parseTcp(ip: IpPacket): TcpSegment | undefined {
  const b = ip.payload;
  if (b.length < 20) return undefined;
  const headerBytes = (b[12]! >> 4) * 4;
  if (headerBytes < 20 || headerBytes > b.length) return undefined;
  return {
    srcPort: u16(b, 0),
    dstPort: u16(b, 2),
    sequence: u32(b, 4),
    acknowledgement: u32(b, 8),
    flags: b[13]!,
    payload: b.subarray(headerBytes),
    missing: ip.missing,
  };
}

/** How far `a` lies after `b`, in −2³¹ … 2³¹−1. */
export const sequenceDistance = (a: number, b: number): number => (a - b) | 0;
