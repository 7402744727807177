// Calls as comma-separated values (RFC 4180). A cell that a spreadsheet would take for a formula begins with an apostrophe, because captured text is
// written by anybody: `=HYPERLINK(…)` is a fine display name. Telephone numbers and signed numbers stay as they are, they compute nothing.
import type { CallJson } from "@sipglass/model";

const TEXT_COLUMNS = [
  "id", "session_id", "call_id", "kind", "direction", "state", "started_at", "ringing_at", "answered_at", "ended_at", "last_seen_at", "pdd_ms", "setup_ms", "ring_ms", "talk_ms", "disconnect_ms",
  "duration_s", "caller", "callee", "from_user", "from_domain", "to_user", "to_domain", "ruri_user", "ruri_domain", "pai_user", "src", "dst", "transport", "status_code", "status_text",
  "hangup_cause", "ended_by", "messages", "retransmissions", "duplicates", "reinvites", "loss_pct", "jitter_ms", "rtt_ms", "external_id", "partial",
] as const satisfies readonly (keyof CallJson)[];
const LIST_COLUMNS = ["hops", "user_agents", "codecs", "agents", "tenants", "correlation_ids"] as const satisfies readonly (keyof CallJson)[];

type Cell = (call: CallJson) => string | number | null;

const CELLS: ReadonlyMap<string, Cell> = new Map<string, Cell>([
  ...TEXT_COLUMNS.map((name): [string, Cell] => [name, (call) => call[name]]),
  ...LIST_COLUMNS.map((name): [string, Cell] => [name, (call) => call[name].join(" ")]),
  ["mos", (call) => call.mos?.worst ?? null],
  ["mos_scale", (call) => call.mos?.scale ?? null],
  ["findings", (call) => call.findings?.map(({ id }) => id).join(" ") ?? null],
  ["reason", (call) => call.reason?.text ?? null],
  ["cause", (call) => call.reason?.cause ?? null],
]);

export const CSV_COLUMNS: readonly string[] = [...CELLS.keys()];

export const USUAL_CSV_COLUMNS: readonly string[] = [
  "started_at", "caller", "callee", "state", "status_code", "status_text", "duration_s", "pdd_ms", "mos", "findings", "messages", "agents", "session_id", "id", "call_id",
];

const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** `+4930123456`, `-3.5`: digits alone. */
const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

export function csvCell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const safe = FORMULA.test(value.trimStart()) || FORMULA.test(value) ? (NUMBER.test(value) ? value : `'${value}`) : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvHead = (columns: readonly string[]): string => `${columns.join(",")}\r\n`;

export const csvRow = (call: CallJson, columns: readonly string[]): string =>
  `${columns.map((name) => csvCell(CELLS.get(name)?.(call) ?? null)).join(",")}\r\n`;
