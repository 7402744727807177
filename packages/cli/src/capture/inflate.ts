// The inflate port that decode asks for (HEP chunk 0x10), bounded so that a small packet cannot become a large one.
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

const options = { maxOutputLength: 1024 * 1024 };

export function inflate(bytes: Uint8Array): Uint8Array | undefined {
  const [first = 0, second = 0] = bytes;
  try {
    if (first === 0x1f && second === 0x8b) return gunzipSync(bytes, options);
    return (first & 0x0f) === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
  } catch {
    // Damaged: the decoder counts it as hep_inflate_failed.
    return undefined;
  }
}

/** Bytes as text, one character a byte. */
export const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
