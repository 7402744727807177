// The protobuf form of heplify-server and its kin (proto2): 1 Version 2 Protocol 3 SrcIP 4 DstIP 5 SrcPort 6 DstPort 7 Tsec 8 Tmsec (µs)
// 9 ProtoType 10 NodeID 11 NodePW 12 Payload 13 CID 14 Vlan. Read by hand: three wire types, no library.
import { decoded, refused, type Decoded, type Packet } from "@sipglass/model";
import { formatIpv4, formatIpv6, parseIp } from "./address.ts";
import { decimalText, freshText } from "./chunk-text.ts";
import { isKeepAlive } from "./keep-alive.ts";

const TEXTS = new Set([3, 4, 11, 12, 13]);
const LAST_FIELD = 14;
/** NodePW, CID and Vlan may be missing; the rest is "required" in the schema. */
const REQUIRED = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12];

/** True when the first byte can be the tag of a field above. */
export function startsProtobuf(frame: Uint8Array): boolean {
  const tag = frame[0]!;
  const field = tag >> 3;
  return field >= 1 && field <= LAST_FIELD && (tag & 7) === (TEXTS.has(field) ? 2 : 0);
}

export function decodeProtobuf(frame: Uint8Array): Decoded<Packet> {
  const numbers = new Float64Array(LAST_FIELD + 1);
  const spans = new Int32Array(2 * (LAST_FIELD + 1));
  const fault = readFields(frame, numbers, spans);
  if (fault >= 0) return refused("protobuf_malformed", fault);
  const text = (field: number): string => freshText(frame, spans[2 * field]!, spans[2 * field + 1]!);
  const src = parseIp(text(3));
  const dst = parseIp(text(4));
  if (!src || !dst) return refused("protobuf_malformed", spans[6]!);
  const payload = frame.subarray(spans[24]!, spans[25]!);
  if (isKeepAlive(payload, numbers[9]!)) return refused("keep_alive", spans[24]!);
  const srcText = src.length === 4 ? formatIpv4(src) : formatIpv6(src);
  const dstText = dst.length === 4 ? formatIpv4(dst) : formatIpv6(dst);
  return decoded<Packet>({
    version: 0,
    ipVersion: srcText.includes(":") || dstText.includes(":") ? 6 : 4,
    ipProtocol: numbers[2]! & 255,
    src: srcText,
    srcPort: numbers[5]! & 0xffff,
    dst: dstText,
    dstPort: numbers[6]! & 0xffff,
    timeUs: numbers[7]! * 1_000_000 + numbers[8]!,
    payloadType: numbers[9]!,
    agentId: numbers[10]!,
    agentName: decimalText(numbers[10]!),
    correlationId: text(13),
    authKey: text(11),
    vlan: numbers[14]! & 0xffff,
    payload,
  });
}

/** Fills numbers and spans by field; −1, or the offset of what is wrong. A field given twice: the last wins, as protobuf has it. */
function readFields(frame: Uint8Array, numbers: Float64Array, spans: Int32Array): number {
  const cursor = { at: 0 };
  let seen = 0;
  while (cursor.at < frame.length) {
    const start = cursor.at;
    const tag = varint(frame, cursor);
    const field = Math.floor(tag / 8);
    const wire = tag % 8;
    const value = wire === 1 || wire === 5 ? (wire === 1 ? 8 : 4) : wire === 0 || wire === 2 ? varint(frame, cursor) : -1;
    if (tag < 8 || value < 0) return start;
    const known = field <= LAST_FIELD;
    if (known && wire !== (TEXTS.has(field) ? 2 : 0)) return start;
    if (wire !== 0) {
      if (known) spans.set([cursor.at, cursor.at + value], 2 * field);
      cursor.at += value;
      if (cursor.at > frame.length) return start;
    } else if (known) numbers[field] = value % 2 ** 32;
    if (known) seen |= 1 << field;
  }
  return REQUIRED.every((field) => (seen & (1 << field)) !== 0) ? -1 : frame.length;
}

/** −1 when it runs off the end or is longer than ten bytes. Above 2⁵³ it is inexact, which only lengths and junk reach. */
function varint(frame: Uint8Array, cursor: { at: number }): number {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < 10 && cursor.at < frame.length; i++) {
    const byte = frame[cursor.at++]!;
    value += (byte & 127) * scale;
    if (byte < 128) return value;
    scale *= 128;
  }
  return -1;
}
