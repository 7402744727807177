// The inflate port that decode asks for (HEP chunk 0x10): gzip, zlib or raw deflate, bounded so that a small packet cannot become a large one.
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

const MAX_INFLATED_BYTES = 1024 * 1024;

export function inflateAny(bytes: Uint8Array): Uint8Array | undefined {
  const options = { maxOutputLength: MAX_INFLATED_BYTES };
  try {
    if (bytes[0] === 0x1f && bytes[1] === 0x8b) return gunzipSync(bytes, options);
    return (bytes[0]! & 0x0f) === 8 ? inflateSync(bytes, options) : inflateRawSync(bytes, options);
  } catch {
    // Damaged or hostile: the decoder reports hep_inflate_failed.
    return undefined;
  }
}
