// HEP version 3: "HEP3", total length, then chunks of vendor | type | length | body, all big-endian, in any order. The hot path of capture:
// one pass that notes where each chunk stands, then one packet and one view of the payload; nothing else is allocated for a known sender.
import { decoded, refused, type Decoded, type Packet, type PacketExtra, type Refusal } from "@sipglass/model";
import { formatIpv4, formatIpv6 } from "./address.ts";
import { decimalText, freshText, repeatedText } from "./chunk-text.ts";
import { CHUNK, CHUNK_HEADER_BYTES, FAMILY_IPV6, HEADER_BYTES, LARGEST_FRAME_BYTES, uint16, uint32 } from "./chunk-type.ts";
import { addExtra } from "./extra.ts";
import { isKeepAlive } from "./keep-alive.ts";

/** What decoding needs from outside; both work on whole byte strings. */
export interface HepPorts {
  /** gzip, zlib or raw deflate; undefined when the bytes are none of these or inflate beyond reason. */
  inflate?(bytes: Uint8Array): Uint8Array | undefined;
}

/** Sizes of the chunks that every frame has, by type; −1 = any. A wrong one means that two ends do not speak the same language. */
const SIZES = Int8Array.of(-1, 1, 1, 4, 4, 16, 16, 2, 2, 4, 4, 1, 4, -1, -1, -1, -1, -1, 2, -1);

/** Start of each of these chunks' bodies in the frame at hand, and their ends; 0 = not there. Decoding neither waits nor nests. */
const starts = new Int32Array(SIZES.length);
const ends = new Int32Array(SIZES.length);

/** The frame must begin with "HEP3" and be exactly one frame. */
export function decodeHep3(frame: Uint8Array, ports: HepPorts = {}): Decoded<Packet> {
  const total = frame.length;
  if (total < HEADER_BYTES || total > LARGEST_FRAME_BYTES || uint16(frame, 4) !== total) return refused("hep_length_mismatch", 4);
  starts.fill(0);
  let extra: PacketExtra | undefined;
  for (let at = HEADER_BYTES; at < total; ) {
    if (total - at < CHUNK_HEADER_BYTES) return refused("hep_chunk_truncated", at);
    const end = at + uint16(frame, at + 4);
    const start = at + CHUNK_HEADER_BYTES;
    if (end < start || end > total) return refused("hep_chunk_truncated", at + 4);
    const type = uint16(frame, at + 2);
    const isGeneric = uint16(frame, at) === 0;
    at = end;
    if (!isGeneric) continue;
    if (type >= SIZES.length || type === CHUNK.KEEP_ALIVE) {
      extra = addExtra(extra, type, frame, start, end);
      continue;
    }
    if (SIZES[type]! >= 0 && SIZES[type] !== end - start) return refused("hep_chunk_size", start);
    starts[type] = start;
    ends[type] = end;
  }
  return packetOf(frame, extra, ports);
}

function packetOf(frame: Uint8Array, extra: PacketExtra | undefined, ports: HepPorts): Decoded<Packet> {
  const payload = payloadOf(frame, ports);
  if (!(payload instanceof Uint8Array)) return extra?.keepAliveS === undefined ? payload : refused("keep_alive");
  const payloadType = number8(frame, CHUNK.PAYLOAD_TYPE);
  if (isKeepAlive(payload, payloadType)) return refused("keep_alive");
  const wide = starts[CHUNK.SRC_IPV6] !== 0 && (number8(frame, CHUNK.FAMILY) === FAMILY_IPV6 || starts[CHUNK.SRC_IPV4] === 0);
  const src = addressText(frame, wide, CHUNK.SRC_IPV4, CHUNK.SRC_IPV6);
  const dst = addressText(frame, wide, CHUNK.DST_IPV4, CHUNK.DST_IPV6);
  const agentId = number32(frame, CHUNK.AGENT_ID);
  const nameAt = starts[CHUNK.AGENT_NAME]!;
  const agentName = nameAt === 0 ? "" : repeatedText(frame, nameAt, ends[CHUNK.AGENT_NAME]!);
  const correlationAt = starts[CHUNK.CORRELATION_ID]!;
  const keyAt = starts[CHUNK.AUTH_KEY]!;
  const packet: Packet = {
    version: 3,
    ipVersion: src.includes(":") || dst.includes(":") ? 6 : 4,
    ipProtocol: number8(frame, CHUNK.PROTOCOL),
    src,
    srcPort: number16(frame, CHUNK.SRC_PORT),
    dst,
    dstPort: number16(frame, CHUNK.DST_PORT),
    timeUs: number32(frame, CHUNK.SECONDS) * 1_000_000 + number32(frame, CHUNK.MICROSECONDS),
    payloadType,
    agentId,
    agentName: agentName === "" ? decimalText(agentId) : agentName,
    correlationId: correlationAt === 0 ? "" : freshText(frame, correlationAt, ends[CHUNK.CORRELATION_ID]!),
    authKey: keyAt === 0 ? "" : repeatedText(frame, keyAt, ends[CHUNK.AUTH_KEY]!),
    vlan: number16(frame, CHUNK.VLAN),
    payload,
  };
  if (extra !== undefined) packet.extra = extra;
  return decoded(packet);
}

/** 0 when the chunk is not there. */
const number8 = (frame: Uint8Array, type: number): number => (starts[type] === 0 ? 0 : frame[starts[type]!]!);
const number16 = (frame: Uint8Array, type: number): number => (starts[type] === 0 ? 0 : uint16(frame, starts[type]!));
const number32 = (frame: Uint8Array, type: number): number => (starts[type] === 0 ? 0 : uint32(frame, starts[type]!));

/** "" when the frame has no such address at all. A family of IPv6 with IPv4 chunks is sent by some. */
function addressText(frame: Uint8Array, wide: boolean, type4: number, type6: number): string {
  const at4 = starts[type4]!;
  const at6 = starts[type6]!;
  if (wide && at6 !== 0) return formatIpv6(frame, at6);
  if (at4 !== 0) return formatIpv4(frame, at4);
  return at6 === 0 ? "" : formatIpv6(frame, at6);
}

/** Of a plain and a compressed payload the later counts, as with every repeated chunk. */
function payloadOf(frame: Uint8Array, ports: HepPorts): Uint8Array | Refusal {
  const isCompressed = starts[CHUNK.COMPRESSED_PAYLOAD]! > starts[CHUNK.PAYLOAD]!;
  const type = isCompressed ? CHUNK.COMPRESSED_PAYLOAD : CHUNK.PAYLOAD;
  const start = starts[type]!;
  if (start === 0) return refused("hep_no_payload", frame.length);
  const view = new Uint8Array(frame.buffer, frame.byteOffset + start, ends[type]! - start);
  if (!isCompressed) return view;
  return ports.inflate?.(view) ?? refused("hep_inflate_failed", start);
}
