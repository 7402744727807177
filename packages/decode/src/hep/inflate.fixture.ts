// The inflate port as a server gives it, for tests: gzip, zlib or raw deflate by their first bytes.
import { gunzipSync, inflateRawSync, inflateSync } from "node:zlib";

export function inflate(bytes: Uint8Array): Uint8Array | undefined {
  for (const attempt of [gunzipSync, inflateSync, inflateRawSync]) {
    try {
      return attempt(bytes, { maxOutputLength: 1 << 20 });
    } catch {
      // Not this format; the next one may fit.
    }
  }
  return undefined;
}
