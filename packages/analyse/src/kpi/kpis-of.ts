// Counts → KPIs: the values of every definition of the model, with what stands above and below the line. Never NaN: nothing counted is null.
import { countOf, KPI_DEFINITIONS, KPI_DISTRIBUTIONS, LEAST_DENOMINATOR, percentile, type KpiCounts, type KpiDefinition } from "@sipglass/model";

export interface KpiValue {
  id: string;
  /** Percent, seconds of a mean, or the median of a distribution in its unit; null when nothing was counted below the line. */
  value: number | null;
  unit: "%" | "s" | "ms" | "mos";
  numerator: number;
  denominator: number;
  /** Too few below the line to say much. */
  few: boolean;
  percentiles: { p50: number; p95: number; p99: number } | null;
}

/** `ids`: only these; all by default. Distributions are left out where the counts hold none. */
export function kpisOf(counts: KpiCounts, ids?: ReadonlySet<string>): KpiValue[] {
  const isKnown = (kpi: KpiDefinition): boolean => kpi.kind !== "percentiles" || counts.histograms[kpi.distribution] !== undefined;
  return KPI_DEFINITIONS.filter((kpi) => (ids?.has(kpi.id) ?? true) && isKnown(kpi)).map((kpi) => kpiOf(kpi, counts));
}

/** Ids of the distributions that these KPIs are drawn from; all of them without ids. */
export const distributionsFor = (ids?: ReadonlySet<string>): string[] =>
  KPI_DEFINITIONS.flatMap((kpi) => (kpi.kind === "percentiles" && (ids?.has(kpi.id) ?? true) ? [kpi.distribution] : []));

function kpiOf(kpi: KpiDefinition, { numbers, histograms }: KpiCounts): KpiValue {
  const number = (id: string): number => numbers[id] ?? 0;
  const made = (unit: KpiValue["unit"], factor: number, numerator: number, denominator: number): KpiValue => ({
    id: kpi.id, value: denominator > 0 ? (numerator / denominator) * factor : null, unit, numerator, denominator, few: denominator < LEAST_DENOMINATOR, percentiles: null,
  });
  switch (kpi.kind) {
    case "ratio":
    case "share":
      return made("%", 100, number(kpi.numerator), number(kpi.denominator));
    case "mean":
      return made("s", 1, number(kpi.sum) / 1e6, number(kpi.counter));
    case "percentiles": {
      const { scale, unit } = KPI_DISTRIBUTIONS.find(({ id }) => id === kpi.distribution)!;
      const histogram = histograms[kpi.distribution] ?? {};
      const at = (part: number): number | null => percentile(scale, histogram, part);
      const [p50, p95, p99] = [at(0.5), at(0.95), at(0.99)];
      const count = countOf(histogram);
      const percentiles = p50 === null || p95 === null || p99 === null ? null : { p50, p95, p99 };
      return { id: kpi.id, value: p50, unit, numerator: count, denominator: count, few: count < LEAST_DENOMINATOR, percentiles };
    }
  }
}
