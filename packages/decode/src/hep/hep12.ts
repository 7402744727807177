// HEP versions 1 and 2: a C struct copied to the wire, always carrying SIP.
//   0 version | 1 header length | 2 family | 3 IP protocol | 4 src port | 6 dst port (big-endian) | 8 src, dst address
//   version 2 only: u32 seconds | u32 µs | u16 capture id, in the sender's byte order, padded by its compiler from 10 to 12 bytes
// The header length byte is not trusted: senders leave out the time header in it, or send junk.
import { decoded, PAYLOAD_TYPE, refused, type Decoded, type Packet } from "@sipglass/model";
import { formatIpv4, formatIpv6 } from "./address.ts";
import { decimalText } from "./chunk-text.ts";
import { FAMILY_IPV4, FAMILY_IPV6, uint16, uint32 } from "./chunk-type.ts";
import { isKeepAlive } from "./keep-alive.ts";

/** AF_INET6 of FreeBSD and macOS: the struct carries the sender's own constant. */
const V6_FAMILIES = new Set([FAMILY_IPV6, 28, 30]);
const ADDRESSES_AT = 8;

/** HEP 1 and 2 have no magic: the version, then an address family that exists. */
export const startsHep12 = (frame: Uint8Array): boolean =>
  (frame[0] === 1 || frame[0] === 2) && (frame[2] === FAMILY_IPV4 || V6_FAMILIES.has(frame[2]!));

/** The frame begins with 0x01 or 0x02. */
export function decodeHep12(frame: Uint8Array): Decoded<Packet> {
  if (frame.length < ADDRESSES_AT) return refused("hep1_truncated", frame.length);
  const wide = V6_FAMILIES.has(frame[2]!);
  if (!wide && frame[2] !== FAMILY_IPV4) return refused("not_hep", 2);
  const size = wide ? 16 : 4;
  const timeAt = ADDRESSES_AT + 2 * size;
  const version = frame[0] === 1 ? 1 : 2;
  if (frame.length < timeAt + (version === 2 ? 10 : 0)) return refused("hep1_truncated", frame.length);
  const time = version === 2 ? readTime(frame, timeAt) : { timeUs: 0, agentId: 0, payloadAt: timeAt };
  const payload = frame.subarray(Math.min(time.payloadAt, frame.length));
  if (isKeepAlive(payload, PAYLOAD_TYPE.SIP)) return refused("keep_alive", time.payloadAt);
  const format = wide ? formatIpv6 : formatIpv4;
  const src = format(frame, ADDRESSES_AT);
  const dst = format(frame, ADDRESSES_AT + size);
  return decoded<Packet>({
    version,
    ipVersion: src.includes(":") || dst.includes(":") ? 6 : 4,
    ipProtocol: frame[3]!,
    src,
    srcPort: uint16(frame, 4),
    dst,
    dstPort: uint16(frame, 6),
    timeUs: time.timeUs,
    payloadType: PAYLOAD_TYPE.SIP,
    agentId: time.agentId,
    agentName: decimalText(time.agentId),
    correlationId: "",
    authKey: "",
    vlan: 0,
    payload,
  });
}

const swap32 = (value: number): number =>
  (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;

/** A time that HEP can mean: this century, and less than a second of microseconds. */
const plausible = (seconds: number, micros: number): boolean => micros < 1_000_000 && seconds >= 946_684_800 && seconds < 4_102_444_800;

/** Little-endian unless only the other order makes sense (big-endian senders, and senders that follow the letter of the document). */
function readTime(frame: Uint8Array, at: number): { timeUs: number; agentId: number; payloadAt: number } {
  const bigSeconds = uint32(frame, at);
  const bigMicros = uint32(frame, at + 4);
  const bigId = uint16(frame, at + 8);
  const seconds = swap32(bigSeconds);
  const micros = swap32(bigMicros);
  const payloadAt = startsSip(frame, at + 10) ? at + 10 : at + 12;
  if (!plausible(seconds, micros) && plausible(bigSeconds, bigMicros))
    return { timeUs: bigSeconds * 1_000_000 + bigMicros, agentId: bigId, payloadAt };
  return { timeUs: seconds * 1_000_000 + micros, agentId: ((bigId & 0xff) << 8) | (bigId >> 8), payloadAt };
}

const STARTS = [
  "SIP/2.0 ",
  "INVITE ",
  "ACK ",
  "BYE ",
  "CANCEL ",
  "REGISTER ",
  "OPTIONS ",
  "PRACK ",
  "SUBSCRIBE ",
  "NOTIFY ",
  "PUBLISH ",
  "INFO ",
  "REFER ",
  "MESSAGE ",
  "UPDATE ",
];

/** Known methods only: padding of two stray letters before "INVITE" must not look like another method. */
function startsSip(frame: Uint8Array, at: number): boolean {
  return STARTS.some((start) => {
    for (let i = 0; i < start.length; i++) if (frame[at + i] !== start.charCodeAt(i)) return false;
    return true;
  });
}
