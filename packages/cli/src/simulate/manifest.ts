// The record of a run: what was offered and sent, by kind, and which calls must be found afterwards. One file, whatever the size of the run.
import { toRfc3339 } from "@sipglass/model";
import type { SendCounts } from "./frame-sender.ts";

export interface Manifest {
  format: "sipglass-simulate/1";
  /** With these, `expectedCall(seed, index, options)` of sipglass/simulate tells every call. */
  seed: number;
  first_call: number;
  calls: number;
  options: { shape: string; agents: number; talkS: number; ringS: number };
  target: string;
  transport: string;
  /** False when it was stopped before every call had begun. */
  complete: boolean;
  started_at: string;
  ended_at: string;
  frames: { offered: number; sent: number; waited: number; failed: Record<string, number> };
  sent_bytes: number;
  sip_messages: number;
  retransmissions: number;
  reports: number;
  /** Frames offered by kind: "INVITE", "200 INVITE", "RTCP", … */
  kinds: Record<string, number>;
  /** Calls by kind and, for INVITE, state. */
  expected: { kinds: Record<string, number>; states: Record<string, number> };
  /** Frames a second: as asked, and as measured between ramp-up and drain. */
  rate: { asked: number; offered: number; sent: number; steady: number };
  /** How far behind its own schedule the sender fell at worst. */
  late_ms: number;
  cpu_cores: number;
}

export interface Measured {
  startedUs: number;
  endedUs: number;
  counts: SendCounts;
  steady: number;
  lateMs: number;
  cpuCores: number;
}

export type ManifestPlan = Pick<Manifest, "seed" | "first_call" | "calls" | "options" | "target" | "transport" | "complete" | "kinds" | "expected" | "retransmissions" | "reports"> & { rate: number };

export function manifestOf(plan: ManifestPlan, measured: Measured): Manifest {
  const { rate, ...rest } = plan;
  const { counts } = measured;
  const seconds = Math.max((measured.endedUs - measured.startedUs) / 1_000_000, 0.001);
  return {
    format: "sipglass-simulate/1", ...rest, started_at: toRfc3339(measured.startedUs), ended_at: toRfc3339(measured.endedUs),
    frames: { offered: counts.offered, sent: counts.sent, waited: counts.waited, failed: counts.failed }, sent_bytes: counts.sentBytes,
    sip_messages: counts.offered - plan.reports,
    rate: { asked: rate, offered: round(counts.offered / seconds), sent: round(counts.sent / seconds), steady: round(measured.steady) },
    late_ms: round(measured.lateMs), cpu_cores: Math.round(measured.cpuCores * 1000) / 1000,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
