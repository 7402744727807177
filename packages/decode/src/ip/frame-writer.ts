// A packet of the model as frames on a wire. Datagrams become UDP; whatever came over a connection (TCP, TLS, WebSocket, SCTP) becomes TCP
// segments whose numbers continue from one message to the next, so that other tools put them together again.
import type { Packet } from "@sipglass/model";
import { createIpWriter, endsOf, PROTOCOL_TCP, PROTOCOL_UDP, putTransportChecksum, MTU, type Ends } from "./ip-writer.ts";
import { putU16, putU32 } from "./network-bytes.ts";
import { TCP_FLAG } from "./tcp-segment.ts";

export interface FrameWriter {
  /** Ethernet frames; undefined when the payload is too large for the transport. */
  frames(packet: Packet, payload: Uint8Array): Uint8Array[] | undefined;
}

/** A UDP datagram with its IPv4 header cannot be longer than the length fields can say. */
const LARGEST_DATAGRAM_BYTES = 65_507;
const CONNECTION_LIMIT = 100_000;
const WINDOW = 65_535;
const CONNECTED = new Set([6, 22, 132]);

export const isConnected = (packet: Packet): boolean => CONNECTED.has(packet.ipProtocol);

export function createFrameWriter(): FrameWriter {
  const ip = createIpWriter();
  /** Number of the next byte, by direction. */
  const nextByte = new Map<string, number>();

  function udp(packet: Packet, ends: Ends, payload: Uint8Array): Uint8Array[] | undefined {
    if (payload.length > LARGEST_DATAGRAM_BYTES) return undefined;
    const b = new Uint8Array(8 + payload.length);
    putU16(b, 0, packet.srcPort);
    putU16(b, 2, packet.dstPort);
    putU16(b, 4, b.length);
    b.set(payload, 8);
    putTransportChecksum(b, 6, ends, PROTOCOL_UDP);
    return ip.frames(packet, ends, PROTOCOL_UDP, b);
  }

  function tcp(packet: Packet, ends: Ends, payload: Uint8Array): Uint8Array[] {
    const here = `${packet.src}:${packet.srcPort}>${packet.dst}:${packet.dstPort}`;
    const there = `${packet.dst}:${packet.dstPort}>${packet.src}:${packet.srcPort}`;
    const acknowledgement = nextByte.get(there) ?? 1;
    const segmentBytes = MTU - 20 - (ends.version === 4 ? 20 : 40);
    const frames: Uint8Array[] = [];
    let sequence = nextByte.get(here) ?? 1;
    for (let at = 0; at < payload.length; at += segmentBytes) {
      const part = payload.subarray(at, at + segmentBytes);
      frames.push(
        ...ip.frames(
          packet,
          ends,
          PROTOCOL_TCP,
          segment(packet, ends, part, sequence, acknowledgement, at + segmentBytes >= payload.length),
        ),
      );
      sequence = (sequence + part.length) >>> 0;
    }
    nextByte.set(here, sequence);
    if (nextByte.size > CONNECTION_LIMIT) nextByte.delete(nextByte.keys().next().value!);
    return frames;
  }

  return {
    frames(packet, payload) {
      const ends = endsOf(packet);
      return isConnected(packet) ? tcp(packet, ends, payload) : udp(packet, ends, payload);
    },
  };
}

function segment(packet: Packet, ends: Ends, part: Uint8Array, sequence: number, acknowledgement: number, last: boolean): Uint8Array {
  const b = new Uint8Array(20 + part.length);
  putU16(b, 0, packet.srcPort);
  putU16(b, 2, packet.dstPort);
  putU32(b, 4, sequence);
  putU32(b, 8, acknowledgement);
  b[12] = 5 << 4;
  b[13] = TCP_FLAG.ACK | (last ? TCP_FLAG.PSH : 0);
  putU16(b, 14, WINDOW);
  b.set(part, 20);
  putTransportChecksum(b, 16, ends, PROTOCOL_TCP);
  return b;
}
