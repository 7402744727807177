// Where a failure was born: the final answer that the caller got, followed back from host to host to the one that sent it first.
import type { Ladder, LadderRow } from "../api/shapes.ts";

/** The name of a column: label and address when the label says more than the address. */
export function hostName(ladder: Ladder, column: number): string {
  const { label = "?", address = "" } = ladder.columns[column] ?? {};
  return label === address || address === "" ? label : `${label} (${address})`;
}

const isRefusal = (row: LadderRow): boolean => (row.kind === "failure" || row.kind === "redirect") && !row.retransmission;

/** Index of the row in which what became the final status `code` was first sent, or -1. */
export function bornRow(ladder: Ladder, code: number | null): number {
  let at = finalRow(ladder, code);
  for (let source = at; source !== -1; source = sourceRow(ladder.rows, at)) at = source;
  return at;
}

/** Index of the final answer `code` to the request that began it all, as the caller got it, or -1. */
export function finalRow({ rows }: Ladder, code: number | null): number {
  if (code === null || code < 300) return -1;
  const first = rows.find((row) => row.kind === "request");
  const isFinal = (row: LadderRow): boolean => isRefusal(row) && row.status_code === code && (!first || row.method === first.method);
  const atCaller = rows.findLastIndex((row) => isFinal(row) && row.to === first?.from);
  return atCaller === -1 ? rows.findIndex(isFinal) : atCaller;
}

/** The answer that row `at` passes on: the last such one that its sender got since it was asked. A proxy passes 503 on as 500 (RFC 3261 §16.7). */
function sourceRow(rows: readonly LadderRow[], at: number): number {
  const answer = rows[at];
  if (!answer) return -1;
  const before = rows.slice(0, at);
  const asked = before.findLastIndex(
    (row) =>
      row.kind === "request" && !row.retransmission && row.method === answer.method && row.from === answer.to && row.to === answer.from,
  );
  const same = (code: number | null): boolean => code === answer.status_code || (code === 503 && answer.status_code === 500);
  const source = before.findLastIndex(
    (row) => isRefusal(row) && row.to === answer.from && row.method === answer.method && same(row.status_code),
  );
  return source > asked ? source : -1;
}
