// Why a captured frame, or a part of it, gave no packet: the reasons of the model and those that only streams have.
import type { Reason } from "@sipglass/model";

export const STREAM_REASONS = [
  /** Bytes of a TCP connection that the capture does not have. */
  "tcp_gap",
  /** A TCP connection given up because there are too many, or too much of them is waiting. */
  "tcp_evicted",
] as const;

export type CaptureReason = Reason | (typeof STREAM_REASONS)[number];
