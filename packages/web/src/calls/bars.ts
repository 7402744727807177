// Histogram geometry: buckets of calls by state become stacked bars by outcome, and a brush becomes a time range.
import { fromRfc3339 } from "@sipglass/model";
import type { CallState } from "@sipglass/model";
import type { Histogram } from "../api/shapes.ts";
import { OUTCOMES, outcomeOf } from "../words/outcome.ts";
import type { Outcome } from "../words/outcome.ts";

interface Segment {
  outcome: Outcome;
  y: number;
  height: number;
}

export interface Bar {
  atUs: number;
  x: number;
  width: number;
  total: number;
  counts: Map<Outcome, number>;
  segments: Segment[];
}

function outcomeCounts(byState: Partial<Record<CallState, number>>): Map<Outcome, number> {
  const counts = new Map<Outcome, number>();
  for (const [state, count] of Object.entries(byState)) {
    const outcome = outcomeOf(state as CallState);
    counts.set(outcome, (counts.get(outcome) ?? 0) + count);
  }
  return counts;
}

export function totals(histogram: Histogram): Map<Outcome, number> {
  const all = new Map<Outcome, number>();
  for (const bucket of histogram.items)
    for (const [outcome, count] of outcomeCounts(bucket.by_state)) all.set(outcome, (all.get(outcome) ?? 0) + count);
  return all;
}

export function bars(histogram: Histogram, width: number, height: number): Bar[] {
  const [fromUs, toUs] = [fromRfc3339(histogram.from), fromRfc3339(histogram.to)];
  const scale = toUs > fromUs ? width / (toUs - fromUs) : 0;
  const counted = histogram.items.map((bucket) => ({ atUs: fromRfc3339(bucket.at), counts: outcomeCounts(bucket.by_state) }));
  const most = Math.max(1, ...counted.map(({ counts }) => sum(counts)));
  return counted.map(({ atUs, counts }) => {
    const x = Math.max(0, (atUs - fromUs) * scale);
    const right = Math.min(width, (atUs + histogram.bucket_s * 1e6 - fromUs) * scale);
    return { atUs, x, width: Math.max(1, right - x - 1), total: sum(counts), counts, segments: stack(counts, height / most, height) };
  });
}

const sum = (counts: Map<Outcome, number>): number => [...counts.values()].reduce((total, count) => total + count, 0);

/** From the base line up, in the order of OUTCOMES; failures on top, where they stand out. A count of one never vanishes. */
function stack(counts: Map<Outcome, number>, perCall: number, base: number): Segment[] {
  const segments: Segment[] = [];
  let y = base;
  for (const { id } of OUTCOMES) {
    const count = counts.get(id) ?? 0;
    if (count === 0) continue;
    const height = Math.max(1, count * perCall);
    y -= height;
    segments.push({ outcome: id, y: Math.max(0, y), height });
  }
  return segments;
}

/** Two x of a brush → a range, or null when the drag was a click. */
export function brushRange(histogram: Histogram, width: number, x1: number, x2: number): { fromUs: number; toUs: number } | null {
  if (Math.abs(x2 - x1) < 4 || width <= 0) return null;
  const [fromUs, toUs] = [fromRfc3339(histogram.from), fromRfc3339(histogram.to)];
  const at = (x: number): number => fromUs + (Math.max(0, Math.min(width, x)) / width) * (toUs - fromUs);
  return { fromUs: at(Math.min(x1, x2)), toUs: at(Math.max(x1, x2)) };
}

const STEPS_S = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800];

/** Ticks on round local (or UTC) times, about one per 110 px. */
export function ticks(fromUs: number, toUs: number, width: number, offsetMin: number): number[] {
  const wanted = (toUs - fromUs) / 1e6 / Math.max(2, width / 110);
  const step = (STEPS_S.find((each) => each >= wanted) ?? 604_800) * 1e6;
  const offset = offsetMin * 60e6;
  const result: number[] = [];
  for (let at = Math.ceil((fromUs + offset) / step) * step - offset; at < toUs; at += step) result.push(at);
  return result;
}
