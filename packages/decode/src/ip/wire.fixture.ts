// For tests: packets of the model as bytes on a wire, and what the reader makes of frames.
import type { Packet } from "@sipglass/model";
import { createFrameWriter } from "./frame-writer.ts";
import { createIpReader, type IpReaderOptions } from "./ip-reader.ts";
import { concatBytes, putU16, putU32 } from "./network-bytes.ts";

export const ETHERNET = 1;
export const T0_US = 1_767_225_600_000_000;

export const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A request with a body of `bodyBytes`; `name` makes it unique. */
export function sipRequest(name: string, bodyBytes = 0): Uint8Array {
  const lines = [
    `OPTIONS sip:${name}@glass.example SIP/2.0`,
    `Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK-${name}`,
    `From: <sip:a@glass.example>;tag=1`,
    `To: <sip:${name}@glass.example>`,
    `Call-ID: ${name}@glass.example`,
    "CSeq: 1 OPTIONS",
    `Content-Length: ${bodyBytes}`,
    "",
    "",
  ];
  return ascii(lines.join("\r\n") + "x".repeat(bodyBytes));
}

export function packetOf(payload: Uint8Array, fields: Partial<Packet> = {}): Packet {
  return {
    version: 0,
    ipVersion: 4,
    ipProtocol: 17,
    src: "192.0.2.1",
    srcPort: 5060,
    dst: "192.0.2.2",
    dstPort: 5060,
    timeUs: T0_US,
    payloadType: 1,
    agentId: 0,
    agentName: "pcap",
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload,
    ...fields,
  };
}

/** Ethernet frames of one packet. */
export const framesOf = (payload: Uint8Array, fields: Partial<Packet> = {}): Uint8Array[] =>
  createFrameWriter().frames(packetOf(payload, fields), payload)!;

/** The IP packet of the only frame. */
export const ipPacketOf = (payload: Uint8Array, fields: Partial<Packet> = {}): Uint8Array => framesOf(payload, fields)[0]!.subarray(14);

export const bytes = (...parts: (number | Uint8Array)[]): Uint8Array =>
  concatBytes(parts.map((part) => (typeof part === "number" ? Uint8Array.of(part) : part)));

/** An IPv4 packet around any payload; the header checksum is left out, because the reader does not ask for it. */
export function ipv4(protocol: number, payload: Uint8Array, src = "192.0.2.1", dst = "192.0.2.2"): Uint8Array {
  const header = new Uint8Array(20);
  header[0] = 0x45;
  putU16(header, 2, 20 + payload.length);
  header[9] = protocol;
  header.set(src.split(".").map(Number), 12);
  header.set(dst.split(".").map(Number), 16);
  return concatBytes([header, payload]);
}

export function udp(srcPort: number, dstPort: number, payload: Uint8Array): Uint8Array {
  const header = new Uint8Array(8);
  putU16(header, 0, srcPort);
  putU16(header, 2, dstPort);
  putU16(header, 4, 8 + payload.length);
  return concatBytes([header, payload]);
}

export interface Segment {
  sequence: number;
  payload: Uint8Array;
  flags?: number;
  srcPort?: number;
  dstPort?: number;
}

export function tcp({ sequence, payload, flags = 0x10, srcPort = 5060, dstPort = 5060 }: Segment): Uint8Array {
  const header = new Uint8Array(20);
  putU16(header, 0, srcPort);
  putU16(header, 2, dstPort);
  putU32(header, 4, sequence >>> 0);
  header[12] = 0x50;
  header[13] = flags;
  return concatBytes([header, payload]);
}

export const SYN = 2;
export const FIN = 1;
export const ACK = 0x10;

export const ethernet = (etherType: number, payload: Uint8Array): Uint8Array =>
  bytes(Uint8Array.of(2, 0, 0, 0, 0, 0xbb, 2, 0, 0, 0, 0, 0xaa, etherType >> 8, etherType & 255), payload);

export interface Read {
  packets: Packet[];
  refused: Record<string, number>;
}

export interface TimedFrame {
  frame: Uint8Array;
  linkType?: number;
  timeUs?: number;
}

/** Everything the reader says of these frames. Frames without a time come 1 ms apart. */
export function readFrames(frames: readonly (Uint8Array | TimedFrame)[], options: Partial<IpReaderOptions> = {}, end = true): Read {
  const read: Read = { packets: [], refused: {} };
  const reader = createIpReader({
    onPacket: (packet) => void read.packets.push(packet),
    onRefused: (reason) => void (read.refused[reason] = (read.refused[reason] ?? 0) + 1),
    ...options,
  });
  frames.forEach((one, i) => {
    const { frame, linkType = ETHERNET, timeUs = T0_US + i * 1000 } = one instanceof Uint8Array ? { frame: one } : one;
    reader.frame({ timeUs, linkType, bytes: frame, originalLength: frame.length, interfaceId: 0, interfaceName: "" });
  });
  if (end) reader.end();
  return read;
}

const latin1 = new TextDecoder("latin1");
export const texts = ({ packets }: Read): string[] => packets.map((packet) => latin1.decode(packet.payload));
