// From when to when a capture file reaches, read here in the browser, so that "show calls" knows where to look.
import { createCaptureReader } from "@sipglass/decode";

export interface CaptureSpan {
  fromUs: number;
  toUs: number;
}

/** Beyond this the file is not read a second time: the range stays as it is. */
const MOST_BYTES = 512 * 1024 * 1024;

/** null when it holds no packet with a time, or is no capture (raw HEP has no file times). */
export async function captureSpan(file: Pick<Blob, "size" | "stream">): Promise<CaptureSpan | null> {
  if (file.size > MOST_BYTES) return null;
  let [fromUs, toUs] = [Number.POSITIVE_INFINITY, 0];
  const reader = createCaptureReader({
    onFrame({ timeUs }) {
      if (timeUs === 0) return;
      fromUs = Math.min(fromUs, timeUs);
      toUs = Math.max(toUs, timeUs);
    },
    onRefused() {},
  });
  const chunks = file.stream().getReader();
  for (let piece = await chunks.read(); !piece.done; piece = await chunks.read()) reader.push(piece.value);
  reader.end();
  return toUs === 0 ? null : { fromUs, toUs };
}
