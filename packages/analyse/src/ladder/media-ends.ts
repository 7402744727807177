// Ends that never speak SIP: ports of a media proxy, senders of logs. They stand apart, right of the hosts that the call is about.
import type { Ladder, LadderRow } from "./ladder.ts";

export interface MediaEnds {
  /** Indexes of their columns. */
  columns: readonly number[];
  /** What they send: "media", "log" or "media and log". */
  word: string;
}

const isApart = (row: LadderRow): boolean => row.kind === "media" || row.kind === "log";
const endsOf = (rows: readonly LadderRow[]): Set<number> => new Set(rows.flatMap((row) => [row.from, row.to]));

export function mediaEnds({ columns, rows }: Ladder): MediaEnds {
  const speakers = endsOf(rows.filter((row) => !isApart(row)));
  if (speakers.size === 0) return { columns: [], word: "" };
  const apart = rows.filter((row) => isApart(row) && !(speakers.has(row.from) && speakers.has(row.to)));
  const ends = endsOf(apart);
  const kinds: ReadonlySet<string> = new Set(apart.map((row) => row.kind));
  return {
    columns: columns.flatMap((_, index) => (ends.has(index) && !speakers.has(index) ? [index] : [])),
    word: ["media", "log"].filter((kind) => kinds.has(kind)).join(" and "),
  };
}
