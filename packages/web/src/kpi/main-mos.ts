// Of the three scales of MOS, which are never mixed, the one that most calls were measured on.
import type { KpiJson } from "../api/shapes.ts";

export const MOS_SCALES = ["mos_nb", "mos_wb", "mos_fb"] as const;

/** The narrow band when nothing was measured at all. */
export function mainMos<T extends Pick<KpiJson, "id" | "denominator">>(kpis: readonly T[]): T | undefined {
  const scales = MOS_SCALES.flatMap((scale) => kpis.filter(({ id }) => id === scale));
  return scales.toSorted((a, b) => b.denominator - a.denominator)[0];
}
