// Any capture as HEP3 frames in its own order: a raw HEP stream gives its frames as they are, pcap is decoded and re-framed.
import { createCaptureReader, createHepFramer, createIpReader, decodeHep, encodeHep3, type CaptureFormat } from "@sipglass/decode";
import { SipglassError, type Packet } from "@sipglass/model";
import { deflateRawSync } from "node:zlib";
import { inflate } from "./inflate.ts";

export interface HepFrame {
  frame: Uint8Array;
  /** Event time, 0 when unknown. */
  timeUs: number;
}

export interface FrameCounts {
  frames: number;
  /** What gave no frame, by reason. */
  refused: Record<string, number>;
}

interface Feed {
  push(chunk: Uint8Array): void;
  end(): void;
  format(): CaptureFormat | "hep" | "";
}

const isHep3 = (b: Uint8Array): boolean => b[0] === 0x48 && b[1] === 0x45 && b[2] === 0x50 && b[3] === 0x33;

/** The first chunk must hold at least four bytes. `timed`: the caller needs event times (decoding every frame for them costs). */
export async function* hepFrames(chunks: AsyncIterable<Uint8Array>, counts: FrameCounts, { timed = false, name = "-" } = {}): AsyncGenerator<HepFrame> {
  const waiting: HepFrame[] = [];
  let feed: Feed | undefined;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    feed ??= isHep3(chunk) ? hepFeed(waiting, counts, timed) : pcapFeed(waiting, counts);
    feed.push(chunk);
    if (feed.format() === "unknown") break;
    yield* waiting.splice(0);
  }
  feed?.end();
  yield* waiting.splice(0);
  if (feed === undefined || feed.format() === "unknown" || feed.format() === "") {
    throw new SipglassError("not_capture", { file: name }, `${name === "-" ? "Standard input" : name} is not a capture that sipglass can read.`);
  }
}

function refuse(counts: FrameCounts, reason: string, count = 1): void {
  counts.refused[reason] = (counts.refused[reason] ?? 0) + count;
}

function hepFeed(waiting: HepFrame[], counts: FrameCounts, timed: boolean): Feed {
  const framer = createHepFramer({
    onFrame(lent) {
      counts.frames++;
      const frame = lent.slice();
      waiting.push({ frame, timeUs: timed ? timeOf(frame) : 0 });
    },
    onJunk: (bytes) => refuse(counts, "stream_junk_bytes", bytes),
  });
  return { push: (chunk) => framer.push(chunk), end: () => framer.end(), format: () => "hep" };
}

function timeOf(frame: Uint8Array): number {
  const packet = decodeHep(frame, { inflate });
  return packet.ok ? packet.value.timeUs : 0;
}

function pcapFeed(waiting: HepFrame[], counts: FrameCounts): Feed {
  const onPacket = (packet: Packet): void => {
    const frame = encodeHep3(packet, { deflate: (bytes) => deflateRawSync(bytes) });
    if (!(frame instanceof Uint8Array)) return refuse(counts, frame.reason);
    counts.frames++;
    waiting.push({ frame, timeUs: packet.timeUs });
  };
  const onRefused = (reason: string): void => refuse(counts, reason);
  const ip = createIpReader({ onPacket, onRefused, hep: { inflate }, rtp: false });
  const reader = createCaptureReader({ onFrame: (frame) => ip.frame(frame), onRefused });
  return {
    push: (chunk) => reader.push(chunk),
    end() {
      reader.end();
      ip.end();
    },
    format: () => reader.format,
  };
}
