// The generator as a library: frames of N calls in order of time, without sockets and without waiting. For tests and benchmarks.
import { DEFAULTS, Traffic, type TrafficOptions } from "./traffic.ts";

export interface GeneratedFrame {
  frame: Uint8Array;
  /** Event time in the frame. */
  timeUs: number;
  agent: number;
  kind: string;
  retransmission: boolean;
}

export type GenerateOptions = Partial<TrafficOptions> & { calls: number };

/** One chunk of virtual time at a time, so that memory stays small however many calls are asked for. */
export function* generateCalls(options: GenerateOptions): Generator<GeneratedFrame> {
  const startUs = options.startUs ?? 1_795_196_000_000_000;
  const traffic = new Traffic({ seed: DEFAULTS.seed, rate: DEFAULTS.rate, ...options, startUs });
  const batch: GeneratedFrame[] = [];
  for (let nowUs = startUs; !traffic.done; nowUs += 20_000) {
    traffic.advance(nowUs, (step, agent, timeUs) => {
      batch.push({ frame: Uint8Array.from(step.bytes), timeUs, agent, kind: step.kind, retransmission: step.retransmission });
    });
    yield* batch.splice(0);
  }
}
