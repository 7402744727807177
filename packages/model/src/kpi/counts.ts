// Counts of calls, from which every KPI is drawn: plain numbers that add up, whatever was counted where and in what order.
import type { Call } from "../call.ts";
import { KPI_COUNTERS, KPI_DISTRIBUTIONS, KPI_SUMS, type Distribution, type Measured } from "./counters.ts";
import { addToHistogram, type Histogram } from "./histogram.ts";

export interface KpiCounts {
  /** Counters and sums by id; all of them, 0 when nothing was counted. */
  numbers: Record<string, number>;
  /** By id of the distribution; those that were asked for. */
  histograms: Record<string, Histogram>;
}

/** All, none, or those with these ids: numbers alone are cheaper, much so where there are many groups. */
export type HistogramChoice = boolean | readonly string[];

export const chosenDistributions = (choice: HistogramChoice = true): readonly Distribution[] =>
  (choice === true ? KPI_DISTRIBUTIONS : choice === false ? [] : KPI_DISTRIBUTIONS.filter(({ id }) => choice.includes(id)));

export function emptyCounts(choice: HistogramChoice = true): KpiCounts {
  const numbers: Record<string, number> = { calls: 0 };
  for (const { id } of KPI_COUNTERS) numbers[id] = 0;
  for (const { id } of KPI_SUMS) numbers[id] = 0;
  return { numbers, histograms: Object.fromEntries(chosenDistributions(choice).map(({ id }) => [id, {}])) };
}

/** Durations in µs, so that sums are exact. */
const whole = ({ kind }: Measured, value: number): number => (kind === "count" ? value : Math.round(value * 1000));

/** Adds one call, of any kind: every counter that it meets, what is summed, and its place in the histograms. */
export function countCall(counts: KpiCounts, call: Call): void {
  const { numbers, histograms } = counts;
  const met = new Set<string>();
  numbers["calls"]! += 1;
  for (const { id, within, ownMatches } of KPI_COUNTERS) {
    if ((within !== null && !met.has(within)) || !ownMatches(call)) continue;
    met.add(id);
    numbers[id]! += 1;
  }
  for (const { id, counter, measure } of KPI_SUMS) {
    const value = met.has(counter) ? measure.of(call) : null;
    if (value !== null) numbers[id]! += whole(measure, value);
  }
  for (const { id, counter, measure, scale } of KPI_DISTRIBUTIONS) {
    const histogram = histograms[id];
    const value = histogram && met.has(counter) ? measure.of(call) : null;
    if (histogram && value !== null) addToHistogram(histogram, scale.place(whole(measure, value)));
  }
}

/** Adds `more` to `counts`. */
export function addCounts(counts: KpiCounts, more: KpiCounts): void {
  for (const [id, number] of Object.entries(more.numbers)) counts.numbers[id] = (counts.numbers[id] ?? 0) + number;
  for (const [id, histogram] of Object.entries(more.histograms)) {
    const into = (counts.histograms[id] ??= {});
    for (const [bucket, count] of Object.entries(histogram)) addToHistogram(into, Number(bucket), count);
  }
}

export function mergeCounts(all: readonly KpiCounts[]): KpiCounts {
  const merged = emptyCounts(false);
  for (const counts of all) addCounts(merged, counts);
  return merged;
}
