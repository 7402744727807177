// A 32-bit fingerprint of one transmission: the header of the message, the length of its body and the ends between which it travelled.
// Compared within one call only; two messages of a call with the same header byte for byte (Via, CSeq and all) are the same message.
import type { Packet, SipMessage } from "@sipglass/model";

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/** Same header and length between the same ends give the same number; everything else differs (1 in 4 thousand million apart). */
export function fingerprint(packet: Packet, message: SipMessage): number {
  let hash = mixText(mixText(message.statusCode + 1, packet.src), packet.dst);
  hash = mix(mix(hash, (packet.srcPort << 16) ^ packet.dstPort), message.endAt - message.bodyAt);
  return finish(mixBytes(hash, packet.payload, message.headersAt, Math.min(message.bodyAt, packet.payload.length)));
}

/** One round of MurmurHash3. */
function mix(hash: number, word: number): number {
  word = Math.imul(word, C1);
  word = (word << 15) | (word >>> 17);
  hash ^= Math.imul(word, C2);
  hash = (hash << 13) | (hash >>> 19);
  return (Math.imul(hash, 5) + 0xe6546b64) | 0;
}

function mixText(hash: number, text: string): number {
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

function mixBytes(hash: number, bytes: Uint8Array, at: number, end: number): number {
  const words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (; at + 4 <= end; at += 4) hash = mix(hash, words.getInt32(at, true));
  for (; at < end; at++) hash = mix(hash, bytes[at]!);
  return hash;
}

function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
