// Timing of one stream: interarrival jitter (RFC 3550 §A.8), pauses between packets, and which packets a jitter buffer of nominal size
// would have thrown away. Packets that begin a talk spurt or carry comfort noise or digits have pauses of their own and tell no jitter.

export interface TimedPacket {
  atUs: number;
  /** Unwrapped, in ticks. */
  ticks: number;
  clockRateHz: number;
  /** Neither begins a talk spurt, nor follows or carries comfort noise or a digit. */
  regular: boolean;
}

export interface TimingFacts {
  meanJitterMs: number;
  maxJitterMs: number;
  meanDeltaMs: number;
  maxDeltaMs: number;
}

export interface Timing {
  /** Jitter after this packet, in ms. */
  arrive(packet: TimedPacket): number;
  isLate(packet: TimedPacket): boolean;
  facts(): TimingFacts;
}

/** Clocks of the two ends differ by up to 500 ppm: so much the way may seem to lengthen without anything being late. */
const DRIFT = 0.0005;

export function createTiming(jitterBufferMs: number): Timing {
  let last: TimedPacket | undefined;
  let [jitter, meanJitterMs, maxJitterMs, meanDeltaMs, maxDeltaMs, packets] = [0, 0, 0, 0, 0, 0];
  let base: { transitMs: number; atUs: number } | undefined;
  return {
    arrive(packet) {
      if (last) {
        const deltaMs = (packet.atUs - last.atUs) / 1000;
        const stepMs = ((packet.ticks - last.ticks) / packet.clockRateHz) * 1000;
        jitter += (Math.abs(deltaMs - stepMs) - jitter) / 16;
        if (packet.regular) {
          // Running means in which the packets that tell nothing stand for the mean until then, as Wireshark has them.
          meanJitterMs += (jitter - meanJitterMs) / packets;
          meanDeltaMs += (deltaMs - meanDeltaMs) / packets;
          maxJitterMs = Math.max(maxJitterMs, jitter);
          maxDeltaMs = Math.max(maxDeltaMs, deltaMs);
        }
      }
      last = packet;
      packets += 1;
      return jitter;
    },
    isLate({ atUs, ticks, clockRateHz, regular }) {
      const transitMs = atUs / 1000 - (ticks / clockRateHz) * 1000;
      // A buffer sets its delay anew with every talk spurt (RFC 3551 §4.1 lets the receiver).
      if (!base || !regular) {
        base = { transitMs, atUs };
        return false;
      }
      const allowed = base.transitMs + ((atUs - base.atUs) / 1000) * DRIFT;
      base = { transitMs: Math.min(allowed, transitMs), atUs };
      return transitMs - allowed > jitterBufferMs;
    },
    facts: () => ({ meanJitterMs, maxJitterMs, meanDeltaMs, maxDeltaMs }),
  };
}
