// What a sender of frames is to the pacing loop, and how it counts: a frame counts as sent when the kernel took it.
import type { VariantStep } from "./variants.ts";

export interface SendCounts {
  /** Frames due and handed to the sender. */
  offered: number;
  /** Taken by the kernel. */
  sent: number;
  sentBytes: number;
  /** Not sent, by error code (ECONNREFUSED, EMSGSIZE, …). */
  failed: Record<string, number>;
  /** Frames that found the socket full and had to wait for it (EAGAIN). */
  waited: number;
}

export interface FrameSender {
  readonly counts: SendCounts;
  send(step: VariantStep, agent: number): void;
  /** End of a burst: whatever is gathered goes out. */
  flush(): void;
  /** How many more frames it would take now. */
  room(): number;
  /** Resolves when nothing is under way any more, or after `timeoutMs`; what is left then counts as failed. */
  close(timeoutMs: number): Promise<void>;
}

export const noCounts = (): SendCounts => ({ offered: 0, sent: 0, sentBytes: 0, failed: {}, waited: 0 });

export function countFailed(counts: SendCounts, code: string, frames = 1): void {
  counts.failed[code] = (counts.failed[code] ?? 0) + frames;
}

export const errorCode = (error: unknown): string => (error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown");

/** Polls because sockets tell about single writes only. */
export async function until(condition: () => boolean, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs;
  while (!condition()) {
    if (performance.now() > end) return false;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return true;
}
