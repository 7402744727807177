// Tone of a message: the colour its status gives it. A busy callee and a caller who gave up are no failures of the network.
import type { LadderRow } from "./ladder.ts";

export type Tone =
  | "request"
  | "provisional"
  | "success"
  | "redirect"
  | "challenge"
  | "unanswered"
  | "cancelled"
  | "failure"
  | "media"
  | "log";

/** Invitations to try again with credentials, not refusals (RFC 3261 §22). */
const CHALLENGES: ReadonlySet<number> = new Set([401, 407]);
const UNANSWERED: ReadonlySet<number> = new Set([480, 486, 600]);
const REQUEST_TERMINATED = 487;

/** null = a request. */
export function toneOfCode(code: number | null): Tone {
  if (code === null) return "request";
  if (code < 200) return "provisional";
  if (code < 300) return "success";
  if (code < 400) return "redirect";
  if (CHALLENGES.has(code)) return "challenge";
  if (code === REQUEST_TERMINATED) return "cancelled";
  return UNANSWERED.has(code) ? "unanswered" : "failure";
}

/** Media and log lines keep their kind; SIP is coloured by its status. */
export const arrowTone = (row: Pick<LadderRow, "kind" | "status_code">): Tone =>
  row.kind === "media" || row.kind === "log" ? row.kind : toneOfCode(row.status_code);

/** The row's label; an answer to something other than the INVITE says to what, for a 200 OK may mean many things. */
export function arrowLabel(row: Pick<LadderRow, "label" | "status_code" | "method">): string {
  const plain = row.status_code === null || row.method === null || row.method === "INVITE" || row.label.includes("(");
  return plain ? row.label : `${row.label} (${row.method})`;
}
