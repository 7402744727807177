// Words and figures of the reports: the same in the one for people and the one for tickets.
import type { CallJson, CallState } from "@sipglass/model";
import type { QualityFigures, Story } from "../story.ts";

const OUTCOME: Readonly<Record<CallState, string>> = {
  trying: "trying",
  ringing: "ringing",
  established: "talking",
  completed: "answered and ended",
  busy: "busy",
  no_answer: "not answered",
  cancelled: "given up by the caller",
  rejected: "rejected",
  failed: "failed",
  redirected: "redirected",
  timeout: "no response",
  lost: "its end was not seen",
};

export const outcomeText = (call: CallJson): string =>
  [OUTCOME[call.state], call.status_code === null ? "" : `${call.status_code} ${call.status_text}`.trim()]
    .filter((part) => part !== "")
    .join(", ");

export const NOT_MEASURED = "not measured";
export const withUnit = (value: number | null, unit: string, digits = 0): string =>
  value === null ? "–" : `${Number(value.toFixed(digits))} ${unit}`;

/** The worst of all legs: what somebody in this call may have heard. */
export function worstFigures({ quality, calls }: Story): { mos: number | null; lossPct: number | null; jitterMs: number | null } {
  const figures: Pick<QualityFigures, "mos" | "loss_pct" | "jitter_ms">[] = [...quality, ...calls];
  const known = (values: (number | null | undefined)[]): number[] =>
    values.flatMap((value) => (value === null || value === undefined ? [] : [value]));
  const worst = (values: number[], pick: (...all: number[]) => number): number | null => (values.length === 0 ? null : pick(...values));
  return {
    mos: worst(known(figures.map(({ mos }) => mos?.worst)), Math.min),
    lossPct: worst(known(figures.map(({ loss_pct: loss }) => loss)), Math.max),
    jitterMs: worst(known(figures.map(({ jitter_ms: jitter }) => jitter)), Math.max),
  };
}

/** "2026-11-20T10:00:00.123456Z" as people read it. */
export const timeText = (time: string | null): string => (time !== null ? `${time.slice(0, 10)} ${time.slice(11, -1)} UTC` : "–");
