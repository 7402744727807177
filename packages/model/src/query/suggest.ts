// The nearest known name to a misspelt one.

/** Optimal string alignment distance: insert, delete, replace, swap neighbours. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, rows[i - 2]![j - 2]! + 1);
      row.push(least);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

/** The candidate at most two slips away (one for short words), or undefined; of those alike, one that was only not typed to its end. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const low = word.toLowerCase().slice(0, 40);
  let best: string | undefined;
  let least = low.length <= 3 ? 1.5 : 2.5;
  for (const candidate of candidates) {
    const slips = distance(low, candidate);
    if (slips >= candidate.length) continue;
    const closer = slips < least || (slips === least && candidate.startsWith(low) && !best?.startsWith(low));
    if (closer) [best, least] = [candidate, slips];
  }
  return best;
}
