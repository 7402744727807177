// Histograms with fixed bounds: counts of two of them add up to the counts of both, so that any range, group or node can be merged exactly.
// What is read from one (a percentile) is off by at most half a bucket, and that is said beside it.

/** Bucket index → count; buckets without any are absent. Bucket i holds the values in (bounds[i-1], bounds[i]]; one more holds what is above all. */
export type Histogram = Record<number, number>;

export interface Scale {
  /** Ascending. */
  bounds: readonly number[];
  /** The value that stands for a bucket. */
  middle(low: number, high: number): number;
}

/** Sixteen buckets to every doubling, from 62.5 µs to 37 hours. Six digits, so that every program has the same bounds. */
const STEPS_PER_DOUBLING = 16;
const MS_BOUNDS = Array.from({ length: 31 * STEPS_PER_DOUBLING + 1 }, (_, i) => Number((2 ** (i / STEPS_PER_DOUBLING - 4)).toPrecision(6)));
/** Geometric middle of a bucket that is 4.4 % wide: no value in it is further away than 2.2 %. */
export const DURATION_ERROR = 2 ** (0.5 / STEPS_PER_DOUBLING) - 1 + 1e-5;
export const DURATIONS: Scale = { bounds: MS_BOUNDS, middle: (low, high) => Math.sqrt(low * high) };

/** Steps of 0.05 from 1 to 5; a percentile is off by at most 0.025. */
export const MOS_VALUES: Scale = { bounds: Array.from({ length: 81 }, (_, i) => (100 + i * 5) / 100), middle: (low, high) => (low + high) / 2 };

/** The first bucket whose bound is not below the value. */
export function bucketOf({ bounds }: Scale, value: number): number {
  let low = 0, high = bounds.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (bounds[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function addToHistogram(histogram: Histogram, bucket: number, count = 1): void {
  histogram[bucket] = (histogram[bucket] ?? 0) + count;
}

export const countOf = (histogram: Histogram): number => Object.values(histogram).reduce((sum, count) => sum + count, 0);

/** In order of value: bounds of each bucket that holds anything. The lowest and the highest have one bound, which stands for them. */
export function bucketsOf(scale: Scale, histogram: Histogram): { low: number; high: number; count: number }[] {
  const { bounds } = scale;
  const last = bounds.length - 1;
  return Object.keys(histogram).map(Number).sort((a, b) => a - b)
    .map((i) => ({ low: bounds[Math.max(0, Math.min(last, i - 1))]!, high: bounds[Math.min(last, i)]!, count: histogram[i]! }));
}

/** The value below which `part` (0..1) of all lie: nearest rank, the middle of its bucket. null when nothing was measured. */
export function percentile(scale: Scale, histogram: Histogram, part: number): number | null {
  let left = Math.max(1, Math.ceil(countOf(histogram) * part));
  for (const { low, high, count } of bucketsOf(scale, histogram)) {
    left -= count;
    if (left <= 0) return scale.middle(low, high);
  }
  return null;
}
