// What the ladder leaves out: legs, methods, media reports, log lines, repetitions, provisional answers.
import type { Ladder, LadderRow } from "../api/shapes.ts";

/** What may be left out beside methods, which are named as they are written. */
export const SIFTS = ["media", "log", "repeats", "provisional"] as const;
export type Sift = (typeof SIFTS)[number];

export const readDrop = (drop: string | undefined): ReadonlySet<string> => new Set((drop ?? "").split(",").filter((each) => each !== ""));
export const printDrop = (drop: ReadonlySet<string>): string | undefined => (drop.size === 0 ? undefined : [...drop].toSorted().join(","));

export function isDropped(row: LadderRow, drop: ReadonlySet<string>): boolean {
  if (row.kind === "media" || row.kind === "log") return drop.has(row.kind);
  return (
    (row.retransmission && drop.has("repeats")) ||
    (row.kind === "provisional" && drop.has("provisional")) ||
    (row.method !== null && drop.has(row.method))
  );
}

export interface SiftChoice {
  name: string;
  /** How many rows it stands for. */
  rows: number;
}

/** What there is to leave out, methods by number and then the rest; what does not occur is not offered. */
export function siftChoices({ rows }: Ladder): { methods: SiftChoice[]; others: SiftChoice[] } {
  const methods = new Map<string, number>();
  const others = new Map<string, number>();
  const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const row of rows) {
    if (row.kind === "media" || row.kind === "log") count(others, row.kind);
    else {
      if (row.method !== null) count(methods, row.method);
      if (row.retransmission) count(others, "repeats");
      if (row.kind === "provisional") count(others, "provisional");
    }
  }
  const list = (counts: Map<string, number>, order: (a: SiftChoice, b: SiftChoice) => number): SiftChoice[] =>
    [...counts].map(([name, number]) => ({ name, rows: number })).toSorted(order);
  return { methods: list(methods, (a, b) => b.rows - a.rows), others: list(others, (a, b) => placeOf(a) - placeOf(b)) };
}

const placeOf = ({ name }: SiftChoice): number => SIFTS.findIndex((each) => each === name);
