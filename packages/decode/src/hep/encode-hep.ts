// A packet as HEP3: how HEP 1, 2, protobuf and pcap packets enter the archive, and how the load generator and exports speak.
// Deterministic: the same packet gives the same bytes. Chunk order is Kamailio's.
import { refused, type Packet, type Refusal } from "@sipglass/model";
import { parseIp } from "./address.ts";
import { utf8Bytes } from "./chunk-text.ts";
import { CHUNK, CHUNK_HEADER_BYTES, FAMILY_IPV4, FAMILY_IPV6, HEADER_BYTES, LARGEST_FRAME_BYTES } from "./chunk-type.ts";
import { EXTRA_MACS, EXTRA_NUMBERS, EXTRA_TEXTS } from "./extra.ts";

export interface EncodeHepOptions {
  /** Write chunk 0x0e. Off by default: keys do not belong in archives. */
  withAuthKey?: boolean;
  /** Used for chunk 0x10 only when the plain payload does not fit; undefined = cannot. */
  deflate?(bytes: Uint8Array): Uint8Array | undefined;
}

interface Chunk {
  type: number;
  body: Uint8Array;
}

export function encodeHep3(packet: Packet, options: EncodeHepOptions = {}): Uint8Array | Refusal {
  const chunks = chunksOf(packet, options);
  const head = chunks.reduce((sum, chunk) => sum + CHUNK_HEADER_BYTES + chunk.body.length, HEADER_BYTES + CHUNK_HEADER_BYTES);
  let payload: Chunk = { type: CHUNK.PAYLOAD, body: packet.payload };
  if (head + payload.body.length > LARGEST_FRAME_BYTES) {
    const small = options.deflate?.(packet.payload);
    if (!small || head + small.length > LARGEST_FRAME_BYTES) return refused("hep_too_large", head + payload.body.length);
    payload = { type: CHUNK.COMPRESSED_PAYLOAD, body: small };
  }
  return frameOf([...chunks, payload], head + payload.body.length);
}

function frameOf(chunks: readonly Chunk[], total: number): Uint8Array {
  const frame = new Uint8Array(total);
  frame.set([0x48, 0x45, 0x50, 0x33, total >> 8, total & 255]);
  let at = HEADER_BYTES;
  for (const { type, body } of chunks) {
    const length = CHUNK_HEADER_BYTES + body.length;
    frame[at + 2] = type >> 8;
    frame[at + 3] = type & 255;
    frame[at + 4] = length >> 8;
    frame[at + 5] = length & 255;
    frame.set(body, at + CHUNK_HEADER_BYTES);
    at += length;
  }
  return frame;
}

function chunksOf(packet: Packet, options: EncodeHepOptions): Chunk[] {
  const seconds = Math.floor(packet.timeUs / 1_000_000);
  const chunks = [
    unsigned(CHUNK.FAMILY, packet.ipVersion === 6 ? FAMILY_IPV6 : FAMILY_IPV4, 1),
    unsigned(CHUNK.PROTOCOL, packet.ipProtocol, 1),
    ...address(packet.src, packet.ipVersion, CHUNK.SRC_IPV4, CHUNK.SRC_IPV6),
    ...address(packet.dst, packet.ipVersion, CHUNK.DST_IPV4, CHUNK.DST_IPV6),
    unsigned(CHUNK.SRC_PORT, packet.srcPort, 2),
    unsigned(CHUNK.DST_PORT, packet.dstPort, 2),
    unsigned(CHUNK.SECONDS, seconds, 4),
    unsigned(CHUNK.MICROSECONDS, packet.timeUs - seconds * 1_000_000, 4),
    unsigned(CHUNK.PAYLOAD_TYPE, packet.payloadType, 1),
    unsigned(CHUNK.AGENT_ID, packet.agentId, 4),
  ];
  const name = packet.agentName === String(packet.agentId) ? "" : packet.agentName;
  chunks.push(...text(CHUNK.AGENT_NAME, name), ...text(CHUNK.CORRELATION_ID, packet.correlationId));
  if (packet.vlan !== 0) chunks.push(unsigned(CHUNK.VLAN, packet.vlan, 2));
  if (options.withAuthKey === true) chunks.push(...text(CHUNK.AUTH_KEY, packet.authKey));
  return [...chunks, ...extraChunks(packet)];
}

function extraChunks({ extra }: Packet): Chunk[] {
  if (!extra) return [];
  const chunks: Chunk[] = [];
  for (const { type, field } of EXTRA_MACS) {
    const parts = extra[field]?.split(":") ?? [];
    if (parts.length === 6) chunks.push({ type, body: Uint8Array.from([0, 0, ...parts.map((part) => Number.parseInt(part, 16))]) });
  }
  for (const { type, field, bytes } of EXTRA_NUMBERS) {
    const value = extra[field];
    if (value !== undefined) chunks.push(unsigned(type, value, bytes));
  }
  for (const { type, field } of EXTRA_TEXTS) chunks.push(...text(type, extra[field] ?? ""));
  return chunks;
}

const text = (type: number, value: string): Chunk[] => (value === "" ? [] : [{ type, body: utf8Bytes(value) }]);

/** A number that does not fit is written as 0, which every receiver reads as "none". */
function unsigned(type: number, value: number, bytes: 1 | 2 | 4): Chunk {
  const body = new Uint8Array(bytes);
  const fitting = value >= 0 && value < 256 ** bytes ? value : 0;
  for (let i = 0; i < bytes; i++) body[bytes - 1 - i] = Math.floor(fitting / 256 ** i) & 255;
  return { type, body };
}

/** Nothing for a text that is no address. IPv4 in an IPv6 packet is written mapped (::ffff:a.b.c.d), as it came. */
function address(ip: string, ipVersion: 4 | 6, type4: number, type6: number): Chunk[] {
  const bytes = parseIp(ip);
  if (!bytes) return [];
  if (bytes.length === 16) return [{ type: type6, body: bytes }];
  if (ipVersion === 4) return [{ type: type4, body: bytes }];
  return [{ type: type6, body: Uint8Array.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...bytes]) }];
}
