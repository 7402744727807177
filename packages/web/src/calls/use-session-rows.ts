// Rows of sessions with what is unfolded among them. Legs are asked for when a session is unfolded.
import { useCallback, useMemo, useState } from "react";
import { useUnfolded } from "../api/questions.ts";
import type { CallJson } from "../api/shapes.ts";
import { sessionRows } from "./sessions.ts";
import type { RowLegs } from "./sessions.ts";

export interface SessionRowsView {
  rows: CallJson[];
  /** By id of the call; empty in a list of legs. */
  legs: ReadonlyMap<string, RowLegs>;
  unfold: (call: CallJson) => void;
}

const NO_LEGS: ReadonlyMap<string, RowLegs> = new Map();

export function useSessionRows(calls: CallJson[], counts: ReadonlyMap<string, number>, grouped: boolean): SessionRowsView {
  const [open, setOpen] = useState<readonly string[]>([]);
  const answers = useUnfolded(open);
  const stamp = answers.map(({ dataUpdatedAt }) => dataUpdatedAt).join();
  const shown = useMemo(() => {
    if (!grouped) return { rows: calls, legs: NO_LEGS };
    const unfolded = open.flatMap((_, index) => {
      const session = answers[index]?.data;
      return session ? [[session.session_id, session.legs] as const] : [];
    });
    return sessionRows(calls, counts, new Map(unfolded));
  }, [calls, counts, grouped, open, stamp]);
  const unfold = useCallback(
    ({ session_id }: CallJson): void =>
      setOpen((now) => (now.includes(session_id) ? now.filter((id) => id !== session_id) : [...now, session_id])),
    [],
  );
  return { ...shown, unfold };
}
