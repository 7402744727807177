// One direction of a TCP connection: puts its segments in order. Retransmitted bytes are dropped, overlaps trimmed, what comes too early
// waits (bounded); a hole that the capture will not fill is skipped and said.
import { sequenceDistance } from "./tcp-segment.ts";

/** What reads the ordered bytes. */
export interface StreamSink {
  data(bytes: Uint8Array, timeUs: number): void;
  /** Bytes are missing here: what follows does not continue what came before. */
  gap(): void;
  /** No more bytes will come. */
  end(): void;
  /** Bytes kept because what they begin is not whole. */
  readonly heldBytes: number;
}

export const FLOW_LIMITS = { waitingBytes: 256 * 1024, waitingSegments: 256, holePatienceUs: 3_000_000, restartDistance: 1 << 24 } as const;

interface Waiting {
  sequence: number;
  bytes: Uint8Array;
  missing: number;
}

export interface TcpFlow {
  /** Number of the first byte, when the begin of the direction was captured; -1 otherwise. */
  readonly firstSequence: number;
  segment(sequence: number, bytes: Uint8Array, missing: number, timeUs: number): void;
  /** Gives up a hole that is older than patience allows, or any hole when `now` is infinite. */
  checkHole(nowUs: number): void;
  readonly waitingBytes: number;
  readonly hasHole: boolean;
}

/** `firstSequence` is -1 when the capture began in the middle of the connection. */
export function createTcpFlow(firstSequence: number, sink: StreamSink, onGap: () => void): TcpFlow {
  let next = firstSequence;
  let waiting: Waiting[] = [];
  let waitingBytes = 0;
  let holeSinceUs = 0;

  function accept({ sequence, bytes, missing }: Waiting, timeUs: number): void {
    const known = sequenceDistance(next, sequence);
    if (known >= bytes.length + missing && bytes.length + missing > 0) return;
    if (known < bytes.length) sink.data(known === 0 ? bytes : bytes.subarray(known), timeUs);
    next = (sequence + bytes.length + missing) >>> 0;
    if (missing > 0) gap();
  }

  function gap(): void {
    sink.gap();
    onGap();
  }

  function hold(early: Waiting, timeUs: number): void {
    if (waiting.length === 0) holeSinceUs = timeUs;
    let i = waiting.length;
    while (i > 0 && sequenceDistance(waiting[i - 1]!.sequence, early.sequence) > 0) i--;
    if (waiting[i - 1]?.sequence === early.sequence && waiting[i - 1]!.bytes.length >= early.bytes.length) return;
    // A copy, so that a short wait does not keep a whole chunk of the capture alive.
    waiting.splice(i, 0, { ...early, bytes: early.bytes.slice() });
    waitingBytes += early.bytes.length;
  }

  function drain(timeUs: number): void {
    while (waiting.length > 0 && sequenceDistance(waiting[0]!.sequence, next) <= 0) {
      const first = waiting.shift()!;
      waitingBytes -= first.bytes.length;
      accept(first, timeUs);
    }
    holeSinceUs = timeUs;
  }

  function skipHole(timeUs: number): void {
    gap();
    next = waiting[0]!.sequence;
    drain(timeUs);
  }

  return {
    firstSequence,
    segment(sequence, bytes, missing, timeUs) {
      if (bytes.length + missing === 0) return;
      if (next < 0) next = sequence;
      const ahead = sequenceDistance(sequence, next);
      if (Math.abs(ahead) > FLOW_LIMITS.restartDistance) {
        // The same ports with numbers from elsewhere: a new connection whose SYN was not captured.
        waiting = [];
        waitingBytes = 0;
        next = sequence;
        sink.gap();
      }
      if (sequenceDistance(sequence, next) > 0) hold({ sequence, bytes, missing }, timeUs);
      else {
        accept({ sequence, bytes, missing }, timeUs);
        if (waiting.length > 0) drain(timeUs);
      }
      while (waitingBytes > FLOW_LIMITS.waitingBytes || waiting.length > FLOW_LIMITS.waitingSegments) skipHole(timeUs);
    },
    checkHole(nowUs) {
      while (waiting.length > 0 && nowUs - holeSinceUs >= FLOW_LIMITS.holePatienceUs)
        skipHole(Number.isFinite(nowUs) ? nowUs : holeSinceUs);
    },
    get waitingBytes() {
      return waitingBytes;
    },
    get hasHole() {
      return waiting.length > 0;
    },
  };
}
