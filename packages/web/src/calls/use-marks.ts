// Calls marked for one ladder or one file: one by one with `x` or the box, or a stretch of them with Shift.
import { useCallback, useMemo, useRef, useState } from "react";
import type { CallJson } from "../api/shapes.ts";

/** More would make no ladder that anybody reads, and no address that every proxy passes on. */
export const MOST_MARKS = 50;

export interface Marks {
  marked: ReadonlySet<string>;
  mark: (call: CallJson, through: boolean) => void;
  clear: () => void;
}

export function useMarks(rows: readonly CallJson[]): Marks {
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const latest = useRef({ rows, last: "" });
  latest.current.rows = rows;
  const mark = useCallback((call: CallJson, through: boolean): void => {
    const { rows: now, last } = latest.current;
    latest.current.last = call.id;
    setMarked((before) => (through ? markedThrough(before, now, last, call.id) : toggledMark(before, call.id)));
  }, []);
  const clear = useCallback((): void => setMarked(new Set()), []);
  return useMemo(() => ({ marked, mark, clear }), [marked, mark, clear]);
}

export function toggledMark(marked: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(marked);
  if (!next.delete(id) && next.size < MOST_MARKS) next.add(id);
  return next;
}

export function markedThrough(
  marked: ReadonlySet<string>,
  rows: readonly Pick<CallJson, "id">[],
  from: string,
  to: string,
): ReadonlySet<string> {
  const [a, b] = [rows.findIndex(({ id }) => id === from), rows.findIndex(({ id }) => id === to)];
  if (b === -1) return marked;
  const start = a === -1 ? b : Math.min(a, b);
  const all = new Set([...marked, ...rows.slice(start, Math.max(a, b) + 1).map(({ id }) => id)]);
  return new Set([...all].slice(0, MOST_MARKS));
}
