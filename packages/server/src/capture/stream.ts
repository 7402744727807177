// What TCP, TLS and WebSocket senders share: frames of a connection into the intake, with back-pressure. A sender is slowed for at most
// two seconds (a stalled trace socket can block a SIP proxy); after that its frames are shed and counted.
import { createHepFramer } from "@sipglass/decode";
import type { Intake } from "./intake.ts";

const MAX_STALL_MS = 2000;
const RETRY_MS = 5;
export const MAX_FRAME_BYTES = 65_535;

export interface Pausable {
  pause(): void;
  resume(): void;
}

export interface FrameStream {
  /** A chunk of a byte stream: split and coalesced frames are put right. */
  push(chunk: Uint8Array): void;
  /** One whole frame (WebSocket message). */
  frame(frame: Uint8Array): void;
  end(): void;
}

export function createFrameStream(intake: Intake, peer: string, source: Pausable): FrameStream {
  const waiting: Uint8Array[] = [];
  let stalledSince = 0;
  let retry: NodeJS.Timeout | undefined;

  const drain = (): void => {
    retry = undefined;
    while (waiting.length > 0 && intake.take(waiting[0]!, peer)) waiting.shift();
    if (waiting.length > 0 && Date.now() - stalledSince >= MAX_STALL_MS) {
      intake.drop("shed_slow", waiting.length);
      waiting.length = 0;
    }
    if (waiting.length === 0) source.resume();
    else retry = setTimeout(drain, RETRY_MS);
  };
  const stall = (frame: Uint8Array): void => {
    waiting.push(frame.slice());
    if (retry) return;
    stalledSince = Date.now();
    source.pause();
    retry = setTimeout(drain, RETRY_MS);
  };
  const frame = (bytes: Uint8Array): void => {
    if (waiting.length > 0 || !intake.take(bytes, peer)) stall(bytes);
  };
  const framer = createHepFramer({ maxFrameBytes: MAX_FRAME_BYTES, onFrame: frame, onJunk: (bytes) => intake.drop("stream_junk_bytes", bytes) });
  return { push: (chunk) => framer.push(chunk), frame, end: () => framer.end() };
}
