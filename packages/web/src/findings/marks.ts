// What findings point to in the ladder: the messages that show them, and the host where the root cause was born.
import type { DiagnosisJson, Ladder } from "../api/shapes.ts";
import { bornRow } from "../ladder/born.ts";

export { marksOf, type Mark } from "@sipglass/analyse";

/** The arrow at whose end the cause was born. */
export interface Birth {
  index: number;
  end: "from" | "to";
}

/**
 * At the host that the root cause names, on the message that shows it best: a refusal that this host sent, else what it sent, else what it got and
 * left without an answer. Without a diagnosis the failure is followed back from host to host.
 */
export function birthOf(ladder: Ladder, diagnosis: DiagnosisJson | undefined, code: number | null): Birth | null {
  const [root] = diagnosis?.findings ?? [];
  if (!root) return followed(ladder, code);
  if (root.host === "" || root.severity === "info") return null;
  const shown = new Set(root.evidence.map(({ ref }) => ref));
  const at = (column: number): boolean => ladder.columns[column]?.address === root.host || ladder.columns[column]?.id === root.host;
  const rows = ladder.rows.flatMap((row, index) => (shown.has(row.ref) ? [{ row, index }] : []));
  const refusal = rows.findLast(({ row }) => row.kind === "failure" && at(row.from)) ?? rows.findLast(({ row }) => at(row.from));
  if (refusal) return { index: refusal.index, end: "from" };
  const unanswered = rows.find(({ row }) => at(row.to));
  return unanswered ? { index: unanswered.index, end: "to" } : null;
}

function followed(ladder: Ladder, code: number | null): Birth | null {
  const index = bornRow(ladder, code);
  return index === -1 ? null : { index, end: "from" };
}
