// IPv4 (RFC 791) and IPv6 (RFC 8200) headers, with the extension headers that stand before a transport header.
import { formatIpv4, formatIpv6 } from "../hep/address.ts";
import { u16, u32 } from "./network-bytes.ts";

export interface IpPacket {
  version: 4 | 6;
  src: string;
  dst: string;
  /** Protocol number of what `payload` holds. */
  protocol: number;
  tos: number;
  /** Without link-layer padding; shorter than the header says when the capture was cut. */
  payload: Uint8Array;
  /** Bytes of payload that the capture cut off. */
  missing: number;
  /** Present on fragments only. */
  fragment?: { id: number; offset: number; more: boolean };
}

const HOP_BY_HOP = 0;
const ROUTING = 43;
const FRAGMENT = 44;
const AUTHENTICATION = 51;
const DESTINATION = 60;
const MOBILITY = 135;

export function parseIp(b: Uint8Array, at: number): IpPacket | undefined {
  const version = at < b.length ? b[at]! >> 4 : 0;
  return version === 4 ? parseIpv4(b, at) : version === 6 ? parseIpv6(b, at) : undefined;
}

function parseIpv4(b: Uint8Array, at: number): IpPacket | undefined {
  const headerBytes = (b[at]! & 0x0f) * 4;
  if (headerBytes < 20 || b.length < at + headerBytes) return undefined;
  // Zero means that the network card was to segment the packet later: then everything captured belongs to it.
  const total = u16(b, at + 2) || b.length - at;
  if (total < headerBytes) return undefined;
  const end = Math.min(b.length, at + total);
  const flags = u16(b, at + 6);
  const packet: IpPacket = {
    version: 4,
    src: formatIpv4(b, at + 12),
    dst: formatIpv4(b, at + 16),
    protocol: b[at + 9]!,
    tos: b[at + 1]!,
    payload: b.subarray(at + headerBytes, end),
    missing: at + total - end,
  };
  const more = (flags & 0x2000) !== 0;
  const offset = (flags & 0x1fff) * 8;
  if (more || offset > 0) packet.fragment = { id: u16(b, at + 4), offset, more };
  return packet;
}

function parseIpv6(b: Uint8Array, at: number): IpPacket | undefined {
  if (b.length < at + 40) return undefined;
  const total = 40 + u16(b, at + 4);
  // Zero is a jumbogram (RFC 2675) or segmentation offload.
  const stated = total === 40 ? b.length : at + total;
  const end = Math.min(b.length, stated);
  const packet: IpPacket = {
    version: 6,
    src: formatIpv6(b, at + 8),
    dst: formatIpv6(b, at + 24),
    protocol: b[at + 6]!,
    tos: (u16(b, at) >> 4) & 0xff,
    payload: b.subarray(at + 40, end),
    missing: stated - end,
  };
  return skipExtensions(packet, b, at + 40, end) ? packet : undefined;
}

function skipExtensions(packet: IpPacket, b: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (isExtension(packet.protocol)) {
    if (end < at + 8) return false;
    const header = packet.protocol;
    packet.protocol = b[at]!;
    if (header === FRAGMENT) {
      const field = u16(b, at + 2);
      const more = (field & 1) !== 0;
      const offset = field & 0xfff8;
      // An "atomic" fragment (RFC 6946) is a whole packet.
      if (more || offset > 0) packet.fragment = { id: u32(b, at + 4), offset, more };
      at += 8;
      // Behind a fragment header stand the bytes to be joined; further headers are read after that.
      if (packet.fragment) break;
    } else {
      at += header === AUTHENTICATION ? (b[at + 1]! + 2) * 4 : (b[at + 1]! + 1) * 8;
    }
  }
  packet.payload = b.subarray(Math.min(at, end), end);
  return at <= end;
}

const isExtension = (protocol: number): boolean =>
  protocol === HOP_BY_HOP ||
  protocol === ROUTING ||
  protocol === FRAGMENT ||
  protocol === AUTHENTICATION ||
  protocol === DESTINATION ||
  protocol === MOBILITY;

/** Extension headers inside a packet that was joined from fragments. */
export function skipJoinedExtensions(packet: IpPacket): boolean {
  return packet.version === 4 || skipExtensions(packet, packet.payload, 0, packet.payload.length);
}
