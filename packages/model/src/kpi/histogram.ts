// Histograms with fixed buckets: counts of two of them add up to the counts of both, so that any range, group or node can be merged exactly.
// What is read from one (a percentile) is off by at most half a bucket, and that is said beside it. Places are made from whole thousandths by whole
// arithmetic, so that every store finds the same.

/** Place of a bucket → count; buckets without any are absent. */
export type Histogram = Record<number, number>;

export interface Scale {
  /** The bucket of a value in thousandths: µs of a duration in ms, thousandths of a MOS. */
  place(thousandths: number): number;
  /** What is in it, in thousandths: from `low` on, below `high`. */
  low(place: number): number;
  high(place: number): number;
}

/** Buckets to every doubling, of equal width within it: none is wider than 1/32 of what is in it. */
const STEPS = 32;
/** More than two years. */
export const LONGEST_US = 2 ** 46;
/** The middle of a bucket is no further than this part of a value from any value in it. */
export const DURATION_ERROR = 1 / (2 * STEPS);

/** Exponent of the highest bit. */
const exponent = (value: number): number => (value < 2 ** 32 ? 31 - Math.clz32(value) : 63 - Math.clz32(Math.floor(value / 2 ** 32)));
const bound = (place: number): number => (place < 2 * STEPS ? place : (STEPS + (place % STEPS)) * 2 ** (Math.floor(place / STEPS) - 1));

export const DURATIONS: Scale = {
  place(us) {
    if (us < STEPS) return Math.max(0, us);
    const value = Math.min(us, LONGEST_US);
    const shift = exponent(value) - 5;
    return shift * STEPS + Math.floor(value / 2 ** shift);
  },
  low: bound,
  high: (place) => bound(place + 1),
};

const MOS_STEP = 50;
const MOS_PLACES = 80;
/** Steps of 0.05 from 1 to 5; a percentile is off by at most 0.025. */
export const MOS_VALUES: Scale = {
  place: (thousandths) => Math.max(0, Math.min(MOS_PLACES, Math.floor((thousandths - 1000) / MOS_STEP))),
  low: (place) => 1000 + place * MOS_STEP,
  high: (place) => (place === MOS_PLACES ? 5000 : 1000 + (place + 1) * MOS_STEP),
};

export function addToHistogram(histogram: Histogram, place: number, count = 1): void {
  histogram[place] = (histogram[place] ?? 0) + count;
}

export const countOf = (histogram: Histogram): number => Object.values(histogram).reduce((sum, count) => sum + count, 0);

/** The buckets that hold anything, in order of value, with their bounds in the unit that was measured (ms, MOS). */
export function bucketsOf(scale: Scale, histogram: Histogram): { low: number; high: number; count: number }[] {
  return Object.keys(histogram).map(Number).sort((a, b) => a - b)
    .map((place) => ({ low: scale.low(place) / 1000, high: scale.high(place) / 1000, count: histogram[place]! }));
}

/** The value at or below which `part` (0..1) of all lie: nearest rank, the middle of its bucket. null when nothing was measured. */
export function percentile(scale: Scale, histogram: Histogram, part: number): number | null {
  let left = Math.max(1, Math.ceil(countOf(histogram) * part));
  for (const { low, high, count } of bucketsOf(scale, histogram)) {
    left -= count;
    // A bucket of one thousandth holds one value.
    if (left <= 0) return high - low > 0.0011 ? (low + high) / 2 : low;
  }
  return null;
}
