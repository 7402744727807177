// The capture password (chunk 0x0e) is checked at the door and must not reach the archive.
import { CHUNK, CHUNK_HEADER_BYTES, HEADER_BYTES, isHep3, uint16 } from "./chunk-type.ts";

/** The same frame when it carries no key (or is no HEP3); else a copy with the chunk cut out and the total length corrected. */
export function withoutAuthKey(frame: Uint8Array): Uint8Array {
  if (!isHep3(frame)) return frame;
  let result = frame;
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= result.length;) {
    const length = uint16(result, at + 4);
    if (length < CHUNK_HEADER_BYTES || at + length > result.length) return result;
    if (uint16(result, at) === 0 && uint16(result, at + 2) === CHUNK.AUTH_KEY) result = cut(result, at, length);
    else at += length;
  }
  return result;
}

function cut(frame: Uint8Array, at: number, length: number): Uint8Array {
  const shorter = new Uint8Array(frame.length - length);
  shorter.set(frame.subarray(0, at));
  shorter.set(frame.subarray(at + length), at);
  shorter[4] = shorter.length >> 8;
  shorter[5] = shorter.length & 255;
  return shorter;
}
