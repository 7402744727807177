// HEP version 3: "HEP3", total length, then chunks of vendor | type | length | body, all big-endian, in any order. The hot path of capture:
// one pass, offsets kept in locals, two allocations a frame (the packet and its view of the payload).
import { decoded, refused, type Decoded, type Packet, type PacketExtra, type Refusal } from "@sipglass/model";
import { formatIpv4, formatIpv6 } from "./address.ts";
import { decimalText, freshText, repeatedText } from "./chunk-text.ts";
import { CHUNK, CHUNK_HEADER_BYTES, HEADER_BYTES, LARGEST_FRAME_BYTES, uint16, uint32 } from "./chunk-type.ts";
import { addExtra } from "./extra.ts";
import { isKeepAlive } from "./keep-alive.ts";

/** What decoding needs from outside; both work on whole byte strings. */
export interface HepPorts {
  /** gzip, zlib or raw deflate; undefined when the bytes are none of these or inflate beyond reason. */
  inflate?(bytes: Uint8Array): Uint8Array | undefined;
}

/** Fixed sizes of chunks 1–18; 0 = any. A wrong size means that sender and receiver do not speak the same language: refuse the frame. */
const SIZES = [0, 1, 1, 4, 4, 16, 16, 2, 2, 4, 4, 1, 4, 0, 0, 0, 0, 0, 2] as const;

/** The frame must begin with "HEP3" and be exactly one frame. */
export function decodeHep3(frame: Uint8Array, ports: HepPorts = {}): Decoded<Packet> {
  const total = frame.length;
  if (total < HEADER_BYTES || total > LARGEST_FRAME_BYTES || uint16(frame, 4) !== total) return refused("hep_length_mismatch", 4);
  let family = 0;
  let protocol = 0;
  let src4 = 0;
  let dst4 = 0;
  let src6 = 0;
  let dst6 = 0;
  let srcPort = 0;
  let dstPort = 0;
  let seconds = 0;
  let micros = 0;
  let payloadType = 0;
  let agentId = 0;
  let agentName = "";
  let authKey = "";
  let correlationId = "";
  let vlan = 0;
  let payloadAt = 0;
  let payloadEnd = 0;
  let compressed = false;
  let extra: PacketExtra | undefined;
  for (let at = HEADER_BYTES; at < total; ) {
    if (total - at < CHUNK_HEADER_BYTES) return refused("hep_chunk_truncated", at);
    const end = at + uint16(frame, at + 4);
    const start = at + CHUNK_HEADER_BYTES;
    if (end < start || end > total) return refused("hep_chunk_truncated", at + 4);
    const type = uint16(frame, at + 2);
    const vendor = uint16(frame, at);
    at = end;
    if (vendor !== 0) continue;
    if (type < SIZES.length && SIZES[type] !== 0 && SIZES[type] !== end - start) return refused("hep_chunk_size", start);
    switch (type) {
      case CHUNK.FAMILY: family = frame[start]!; break;
      case CHUNK.PROTOCOL: protocol = frame[start]!; break;
      case CHUNK.SRC_IPV4: src4 = start; break;
      case CHUNK.DST_IPV4: dst4 = start; break;
      case CHUNK.SRC_IPV6: src6 = start; break;
      case CHUNK.DST_IPV6: dst6 = start; break;
      case CHUNK.SRC_PORT: srcPort = uint16(frame, start); break;
      case CHUNK.DST_PORT: dstPort = uint16(frame, start); break;
      case CHUNK.SECONDS: seconds = uint32(frame, start); break;
      case CHUNK.MICROSECONDS: micros = uint32(frame, start); break;
      case CHUNK.PAYLOAD_TYPE: payloadType = frame[start]!; break;
      case CHUNK.AGENT_ID: agentId = uint32(frame, start); break;
      case CHUNK.AUTH_KEY: authKey = repeatedText(frame, start, end); break;
      case CHUNK.PAYLOAD: payloadAt = start; payloadEnd = end; compressed = false; break;
      case CHUNK.COMPRESSED_PAYLOAD: payloadAt = start; payloadEnd = end; compressed = true; break;
      case CHUNK.CORRELATION_ID: correlationId = freshText(frame, start, end); break;
      case CHUNK.VLAN: vlan = uint16(frame, start); break;
      case CHUNK.AGENT_NAME: agentName = repeatedText(frame, start, end); break;
      default: extra = addExtra(extra, type, frame, start, end);
    }
  }
  const payload = payloadOf(frame, payloadAt, payloadEnd, compressed, ports);
  if (!(payload instanceof Uint8Array)) return extra?.keepAliveS === undefined ? payload : refused("keep_alive");
  if (isKeepAlive(payload, payloadType)) return refused("keep_alive", payloadAt);
  const wide = src6 !== 0 && (family === 10 || src4 === 0);
  const src = addressText(frame, wide, src4, src6);
  const dst = addressText(frame, wide, dst4, dst6);
  const packet: Packet = {
    version: 3, ipVersion: src.includes(":") || dst.includes(":") ? 6 : 4, ipProtocol: protocol, src, srcPort, dst, dstPort,
    timeUs: seconds * 1_000_000 + micros, payloadType, agentId, agentName: agentName === "" ? decimalText(agentId) : agentName,
    correlationId, authKey, vlan, payload,
  };
  if (extra !== undefined) packet.extra = extra;
  return decoded(packet);
}

/** "" when the frame has no address of the family at all. */
function addressText(frame: Uint8Array, wide: boolean, at4: number, at6: number): string {
  if (wide && at6 !== 0) return formatIpv6(frame, at6);
  if (at4 !== 0) return formatIpv4(frame, at4);
  return at6 === 0 ? "" : formatIpv6(frame, at6);
}

function payloadOf(frame: Uint8Array, start: number, end: number, compressed: boolean, ports: HepPorts): Uint8Array | Refusal {
  if (start === 0) return refused("hep_no_payload", frame.length);
  const view = new Uint8Array(frame.buffer, frame.byteOffset + start, end - start);
  if (!compressed) return view;
  return ports.inflate?.(view) ?? refused("hep_inflate_failed", start);
}
