// When every message of a call was seen by the same further agents, saying so at each arrow is noise: then it is said once, by the facts.
import type { Ladder } from "../api/shapes.ts";

/** Rows whose "also seen by" is worth a mark: none when all rows of the ladder say the same. */
export function marksWitnesses(ladder: Ladder): boolean {
  const sets = new Set(
    ladder.rows.filter((row) => row.kind !== "media" && row.kind !== "log").map((row) => row.also_seen_by.toSorted().join(" ")),
  );
  return sets.size > 1;
}
