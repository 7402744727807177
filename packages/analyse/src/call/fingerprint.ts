// A 32-bit fingerprint of one transmission: the bytes of the message and the ends between which it travelled. Compared within one call only.
import type { Packet, SipMessage } from "@sipglass/model";

const C1 = 0xcc9e2d51;
const C2 = 0x1b873593;

/** Same bytes between the same ends give the same number; everything else differs (1 in 4 thousand million apart). */
export function fingerprint(packet: Packet, message: SipMessage): number {
  let hash = mixText(message.cseq ^ message.statusCode, message.isRequest ? message.requestUri : message.reasonPhrase);
  hash = mixText(hash, message.method);
  hash = mixText(hash, packet.src);
  hash = mixText(hash, packet.dst);
  hash = mix(hash, (packet.srcPort << 16) ^ packet.dstPort);
  return finish(mixBytes(hash, packet.payload, message.headersAt, Math.min(message.endAt, packet.payload.length)));
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
  for (; at + 4 <= end; at += 4) hash = mix(hash, bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24));
  for (; at < end; at++) hash = mix(hash, bytes[at]!);
  return hash;
}

function finish(hash: number): number {
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
