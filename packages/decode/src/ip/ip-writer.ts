// Builds what a network card would have captured: Ethernet frames with IPv4 or IPv6 packets, checksums right, fragments where the MTU asks
// for them.
import type { Packet } from "@sipglass/model";
import { parseIp as addressBytes } from "../hep/address.ts";
import { addWords, checksumOf } from "./checksum.ts";
import { macBytes } from "./mac-address.ts";
import { concatBytes, putU16, putU32 } from "./network-bytes.ts";

export const MTU = 1500;
export const PROTOCOL_TCP = 6;
export const PROTOCOL_UDP = 17;
const PROTOCOL_FRAGMENT = 44;
const HOP_LIMIT = 64;

/** The ends of a packet, as bytes of one family. */
export interface Ends {
  version: 4 | 6;
  src: Uint8Array;
  dst: Uint8Array;
}

/** Addresses that are no addresses become the unspecified one; a pair of mixed families becomes IPv6. */
export function endsOf(packet: Packet): Ends {
  const src = addressBytes(packet.src);
  const dst = addressBytes(packet.dst);
  const version = (src ?? dst)?.length === 16 || dst?.length === 16 || (!src && !dst && packet.ipVersion === 6) ? 6 : 4;
  return { version, src: widen(src, version), dst: widen(dst, version) };
}

function widen(address: Uint8Array | undefined, version: 4 | 6): Uint8Array {
  const length = version === 4 ? 4 : 16;
  if (!address) return new Uint8Array(length);
  if (address.length === length) return address;
  return Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, ...address]);
}

/** Writes the checksum of a UDP or TCP header with payload, over the pseudo header (RFC 768, RFC 9293 §3.1, RFC 8200 §8.1). */
export function putTransportChecksum(transport: Uint8Array, checksumAt: number, ends: Ends, protocol: number): void {
  const pseudo = addWords(ends.src) + addWords(ends.dst) + protocol + (transport.length >>> 16) + (transport.length & 0xffff);
  const checksum = checksumOf(addWords(transport, pseudo));
  // In UDP zero means "none", so a sum of zero is sent as its other form.
  putU16(transport, checksumAt, checksum === 0 && protocol === PROTOCOL_UDP ? 0xffff : checksum);
}

export interface IpWriter {
  /** Frames that carry `transport`: one, or several fragments. */
  frames(packet: Packet, ends: Ends, protocol: number, transport: Uint8Array): Uint8Array[];
}

export function createIpWriter(): IpWriter {
  let nextId = 1;

  function frames(packet: Packet, ends: Ends, protocol: number, transport: Uint8Array): Uint8Array[] {
    const id = nextId;
    nextId = (nextId + 1) & 0xffff || 1;
    const link = ethernetHeader(packet, ends);
    const tos = packet.extra?.tos ?? 0;
    return fragmentsOf(transport, ends.version).map((fragment) => {
      const header = ends.version === 4 ? ipv4Header(ends, protocol, id, fragment, tos) : ipv6Header(ends, protocol, id, fragment, tos);
      return concatBytes([link, header, fragment.bytes]);
    });
  }

  return { frames };
}

interface Fragment {
  bytes: Uint8Array;
  offset: number;
  more: boolean;
  whole: boolean;
}

function fragmentsOf(transport: Uint8Array, version: 4 | 6): Fragment[] {
  const room = MTU - (version === 4 ? 20 : 40);
  if (transport.length <= room) return [{ bytes: transport, offset: 0, more: false, whole: true }];
  const step = (version === 4 ? room : room - 8) & ~7;
  const fragments: Fragment[] = [];
  for (let offset = 0; offset < transport.length; offset += step) {
    fragments.push({ bytes: transport.subarray(offset, offset + step), offset, more: offset + step < transport.length, whole: false });
  }
  return fragments;
}

function ipv4Header(ends: Ends, protocol: number, id: number, fragment: Fragment, tos: number): Uint8Array {
  const b = new Uint8Array(20);
  b[0] = 0x45;
  b[1] = tos;
  putU16(b, 2, 20 + fragment.bytes.length);
  putU16(b, 4, id);
  putU16(b, 6, (fragment.more ? 0x2000 : 0) | (fragment.offset >> 3));
  b[8] = HOP_LIMIT;
  b[9] = protocol;
  b.set(ends.src, 12);
  b.set(ends.dst, 16);
  putU16(b, 10, checksumOf(addWords(b)));
  return b;
}

function ipv6Header(ends: Ends, protocol: number, id: number, fragment: Fragment, tos: number): Uint8Array {
  const extension = fragment.whole ? 0 : 8;
  const b = new Uint8Array(40 + extension);
  putU32(b, 0, 0x60000000 | (tos << 20));
  putU16(b, 4, extension + fragment.bytes.length);
  b[6] = fragment.whole ? protocol : PROTOCOL_FRAGMENT;
  b[7] = HOP_LIMIT;
  b.set(ends.src, 8);
  b.set(ends.dst, 24);
  if (extension > 0) {
    b[40] = protocol;
    putU16(b, 42, fragment.offset | (fragment.more ? 1 : 0));
    putU32(b, 44, id);
  }
  return b;
}

function ethernetHeader(packet: Packet, ends: Ends): Uint8Array {
  const tagged = packet.vlan > 0 && packet.vlan < 4096;
  const b = new Uint8Array(tagged ? 18 : 14);
  b.set(macOf(packet.extra?.dstMac, ends.dst), 0);
  b.set(macOf(packet.extra?.srcMac, ends.src), 6);
  if (tagged) {
    putU16(b, 12, 0x8100);
    putU16(b, 14, packet.vlan);
  }
  putU16(b, b.length - 2, ends.version === 4 ? 0x0800 : 0x86dd);
  return b;
}

/** As captured, or a locally administered address made of the end of the IP address, so that hosts stay apart. */
function macOf(text: string | undefined, address: Uint8Array): Uint8Array {
  const known = text === undefined ? undefined : macBytes(text);
  return known ?? Uint8Array.from([0x02, 0x00, ...address.subarray(-4)]);
}
