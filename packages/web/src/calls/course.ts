// How the rows of a list lie in time, from the counts of the histogram: which moment stands at a share of the list, and at which share a moment stands.
import { fromRfc3339 } from "@sipglass/model";
import type { Histogram } from "../api/shapes.ts";

export interface Course {
  total: number;
  /** Newest first; rows before = those that are newer than the bucket. */
  buckets: readonly { fromUs: number; toUs: number; before: number; count: number }[];
}

export function courseOf(histogram: Pick<Histogram, "items" | "bucket_s">): Course {
  let total = 0;
  const buckets = histogram.items.toReversed().flatMap(({ at, by_state }) => {
    const count = Object.values(by_state).reduce((sum, each) => sum + each, 0);
    const fromUs = fromRfc3339(at);
    const bucket = { fromUs, toUs: fromUs + histogram.bucket_s * 1e6, before: total, count };
    total += count;
    return count === 0 ? [] : [bucket];
  });
  return { total, buckets };
}

/** The moment before which the row at this share of the list (0 = newest, 1 = oldest) began; null where nothing was counted. */
export function momentAt({ total, buckets }: Course, share: number): number | null {
  const row = Math.max(0, Math.min(1, share)) * total;
  const bucket = buckets.find(({ before, count }) => row <= before + count) ?? buckets.at(-1);
  if (!bucket) return null;
  const within = Math.max(0, Math.min(1, (row - bucket.before) / bucket.count));
  return Math.round(bucket.toUs - within * (bucket.toUs - bucket.fromUs));
}

/** 0 = newest, 1 = oldest. */
export function shareOf({ total, buckets }: Course, us: number): number {
  const bucket = buckets.find(({ fromUs }) => fromUs <= us);
  if (!bucket || total === 0) return total === 0 ? 0 : 1;
  const within = Math.max(0, Math.min(1, (bucket.toUs - us) / (bucket.toUs - bucket.fromUs)));
  return (bucket.before + within * bucket.count) / total;
}
