// Distributions in the classes that people speak of: the fine buckets of the API are put together, none is counted twice.
import type { DistributionJson } from "../api/shapes.ts";

export interface Class {
  label: string;
  count: number;
  /** Of the query language; finds the calls of this class. */
  query: string;
  /** Below it, for tones: the upper end of the class. */
  to: number;
}

/** ms; 3, 5, 8 and 11 s are the targets of ITU-T E.721. */
const DELAYS = [100, 200, 500, 1000, 2000, 3000, 5000, 8000, 11_000, 20_000];
/** Bands of ITU-T G.107 annex B, and finer within. */
const MOS = [2, 2.6, 3.1, 3.6, 3.8, 4.03, 4.2, 4.34];

const seconds = (ms: number): string => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);
const inQuery = (unit: DistributionJson["unit"], value: number): string => (unit === "ms" ? `${value}ms` : String(value));

export function classesOf({ unit, of, buckets }: Pick<DistributionJson, "unit" | "of" | "buckets">): Class[] {
  const edges = unit === "ms" ? DELAYS : MOS;
  const field = unit === "mos" ? "mos" : of;
  const text = unit === "ms" ? seconds : String;
  const counts = Array.from({ length: edges.length + 1 }, () => 0);
  for (const { from, to, count } of buckets) {
    const middle = unit === "ms" ? Math.sqrt(Math.max(from, 0.01) * Math.max(to, 0.01)) : (from + to) / 2;
    const place = edges.findIndex((edge) => middle < edge);
    const at = place === -1 ? edges.length : place;
    counts[at] = (counts[at] ?? 0) + count;
  }
  return counts.map((count, index) => {
    const [low, high] = [edges[index - 1], edges[index]];
    const terms = [low === undefined ? "" : `${field}>=${inQuery(unit, low)}`, high === undefined ? "" : `${field}<${inQuery(unit, high)}`];
    const label = low === undefined ? `< ${text(high ?? 0)}` : high === undefined ? `≥ ${text(low)}` : `${text(low)} – ${text(high)}`;
    return { label, count, query: terms.filter(Boolean).join(" "), to: high ?? Number.POSITIVE_INFINITY };
  });
}
