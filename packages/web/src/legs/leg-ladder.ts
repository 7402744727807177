// Several legs in one ladder: which leg a row belongs to, and the ladder without the legs that are hidden.
import { fromRfc3339 } from "@sipglass/model";
import type { CallJson, Ladder } from "../api/shapes.ts";

export { LEG_TINTS, legLetter, legsByRef } from "@sipglass/analyse";

export const byStart = (calls: readonly CallJson[]): CallJson[] =>
  calls.toSorted((a, b) => ((a.started_at ?? "") < (b.started_at ?? "") ? -1 : (a.started_at ?? "") > (b.started_at ?? "") ? 1 : 0));

/** Rows for which `keep` holds, hosts that still have one, times since the row that is now above. */
export function partOfLadder(ladder: Ladder, keep: (ref: string) => boolean): Ladder {
  const rows = ladder.rows.filter(({ ref }) => keep(ref));
  if (rows.length === ladder.rows.length) return ladder;
  const used = new Set(rows.flatMap(({ from, to }) => [from, to]));
  const place = new Map([...used].toSorted((a, b) => a - b).map((column, index) => [column, index]));
  return {
    columns: ladder.columns.filter((_, index) => used.has(index)),
    rows: rows.map((row, index) => ({
      ...row,
      from: place.get(row.from) ?? 0,
      to: place.get(row.to) ?? 0,
      delta_us: index === 0 ? 0 : fromRfc3339(row.at) - fromRfc3339(rows[index - 1]?.at ?? row.at),
    })),
  };
}
