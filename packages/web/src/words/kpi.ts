// KPIs as people read them: "61 %", "1.24 s", "4.21", and how they moved.
import type { KpiJson } from "../api/shapes.ts";
import { grouped } from "./count.ts";
import { clockDuration, columnMs } from "./duration.ts";

export function kpiText(value: number | null, unit: KpiJson["unit"]): string {
  if (value === null) return "–";
  if (unit === "%") return `${value >= 99.95 || value === 0 ? value.toFixed(0) : value.toFixed(1)} %`;
  if (unit === "mos") return value.toFixed(2);
  return unit === "ms" ? columnMs(value) : clockDuration(value);
}

export interface Change {
  text: string;
  way: "up" | "down" | "same";
}

/** Percents move by points, everything else in its own unit; what rounds to nothing did not move. */
export function kpiChange(now: number | null, before: number | null, unit: KpiJson["unit"]): Change | null {
  if (now === null || before === null) return null;
  const by = now - before;
  const size = Math.abs(by);
  const text = unit === "%" ? `${size.toFixed(1)} points` : kpiText(size, unit);
  if (text === (unit === "%" ? "0.0 points" : kpiText(0, unit)) || text === "<1 ms") return { text: "as before", way: "same" };
  return { text, way: by > 0 ? "up" : "down" };
}

export function countChange(now: number, before: number): Change | null {
  if (now === before) return { text: "as before", way: "same" };
  if (before === 0) return null;
  const share = Math.abs(now / before - 1) * 100;
  return {
    text: share >= 1000 ? `${grouped(Math.round(now / before))} times` : `${share < 10 ? share.toFixed(1) : share.toFixed(0)} %`,
    way: now > before ? "up" : "down",
  };
}

/** KPIs of which more is worse. */
const LESS_IS_BETTER: ReadonlySet<string> = new Set([
  "pdd",
  "srd",
  "setup",
  "drop",
  "poor_mos",
  "retransmission_rate",
  "isa",
  "short",
  "auth_failures",
  "ssb",
  "sna",
  "bye_failed",
  "ira",
]);
/** Of these, neither more nor less is good or bad. */
const NEUTRAL: ReadonlySet<string> = new Set(["acd", "mht", "calls", "sdt", "ring"]);

export function changeTone(id: string, { way }: Change): "better" | "worse" | "neutral" {
  if (way === "same" || NEUTRAL.has(id)) return "neutral";
  return (way === "up") === LESS_IS_BETTER.has(id) ? "worse" : "better";
}

export const KPI_WORDS = {
  fewCallsItSays: "few calls: it says little",
  medianP95: "median; p95",
  whatItMeansAnd: ": what it means, and its calls",
} as const;
