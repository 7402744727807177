// Ranges of time, in epoch µs: begin inclusive, end exclusive.
import type { TimeRange } from "@sipglass/model";

/** What of the range is not covered, in order. */
export function gapsOf({ fromUs, toUs }: TimeRange, covered: readonly TimeRange[]): TimeRange[] {
  const gaps: TimeRange[] = [];
  let at = fromUs;
  for (const each of covered.toSorted((a, b) => a.fromUs - b.fromUs)) {
    if (each.fromUs >= toUs) break;
    if (each.fromUs > at) gaps.push({ fromUs: at, toUs: each.fromUs });
    at = Math.max(at, each.toUs);
  }
  if (at < toUs) gaps.push({ fromUs: at, toUs });
  return gaps;
}

/** The pieces between all beginnings and ends, in order: each range covers such a piece wholly or not at all. */
export function piecesOf(ranges: readonly TimeRange[]): TimeRange[] {
  const edges = [...new Set(ranges.flatMap(({ fromUs, toUs }) => [fromUs, toUs]))].sort((a, b) => a - b);
  return edges.slice(1).map((toUs, i) => ({ fromUs: edges[i]!, toUs }));
}

export const covers = (range: TimeRange, piece: TimeRange): boolean => range.fromUs <= piece.fromUs && range.toUs >= piece.toUs;
