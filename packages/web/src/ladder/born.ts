// Where a failure was born: the host that sent the final status before anybody else did; all later copies are only relayed.
import type { Ladder } from "../api/shapes.ts";

/** Index of the row in which `code` was first sent, or -1. Forwarded copies come later because each hop waits for the one before. */
export function bornRow(ladder: Ladder, code: number | null): number {
  if (code === null || code < 300) return -1;
  return ladder.rows.findIndex((row) => row.status_code === code && (row.kind === "failure" || row.kind === "redirect"));
}

/** Name of that host: label and address when the label says more than the address. */
export function bornAt(ladder: Ladder, code: number | null): string | undefined {
  const row = ladder.rows[bornRow(ladder, code)];
  const column = row && ladder.columns[row.from];
  if (!column) return undefined;
  return column.label === column.address ? column.address : `${column.label} (${column.address})`;
}
