// G.711 out of a dropped file into the loudspeaker. Nothing is stored and nothing is sent.
import { decodeG711, G711_RATE_HZ } from "@sipglass/analyse";
import type { StreamJson } from "../api/shapes.ts";
import { mediaOfStream } from "./opened-files.ts";

export interface Playing {
  stop: () => void;
  ended: Promise<void>;
}

/** null when the file holds no packet of the stream that can be decoded. */
export async function listenTo({ call_id, ssrc, src, dst }: StreamJson): Promise<Playing | null> {
  const pcm = decodeG711(await mediaOfStream(call_id, { ssrc, src, dst }));
  if (pcm.length === 0) return null;
  const context = new AudioContext();
  const buffer = context.createBuffer(1, pcm.length, G711_RATE_HZ);
  buffer.getChannelData(0).set(Float32Array.from(pcm, (sample) => sample / 32_768));
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  const ended = new Promise<void>((resolve) => source.addEventListener("ended", () => resolve(context.close()), { once: true }));
  source.start();
  return { stop: () => source.stop(), ended };
}
