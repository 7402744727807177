// A call as a row: one table of columns from which every store makes its schema, its writer and its reader. Calls cross threads as
// column batches (one array per column), which is several times cheaper than cloning records.
import { emptyCall, type Call } from "./call.ts";
import { parseRefs, printRefs } from "./packet-ref.ts";

/** timestamp: epoch µs (0 = null). double: number or null. */
export type ColumnType = "text" | "integer" | "bigint" | "double" | "timestamp";

export interface CallColumn {
  name: string;
  type: ColumnType;
  get(call: Call): string | number | null;
  set(call: Call, value: string | number | null): void;
}

type TextField = { [K in keyof Call]: Call[K] extends string ? K : never }[keyof Call];
type NumberField = { [K in keyof Call]: Call[K] extends number ? K : never }[keyof Call];
type MaybeNumberField = { [K in keyof Call]: null extends Call[K] ? (Call[K] extends number | null ? K : never) : never }[keyof Call];
type ListField = { [K in keyof Call]: Call[K] extends string[] ? K : never }[keyof Call];
type JsonField = "reason" | "mos" | "findings" | "headers";

const text = (name: string, field: TextField): CallColumn => ({
  name, type: "text",
  get: (call) => call[field],
  set: (call, value) => void ((call[field] as string) = (value as string | null) ?? ""),
});
const numeric = (name: string, field: NumberField, type: "integer" | "bigint" | "timestamp"): CallColumn => ({
  name, type,
  get: (call) => call[field],
  set: (call, value) => void (call[field] = Number(value ?? 0)),
});
const maybe = (name: string, field: MaybeNumberField): CallColumn => ({
  name, type: "double",
  get: (call) => call[field] as number | null,
  set: (call, value) => void ((call[field] as number | null) = value === null ? null : Number(value)),
});
/** Lists are stored between separators, `\x1f` before and after each item, so that an item can be found exactly. */
export const LIST_SEPARATOR = "\x1f";
const list = (name: string, field: ListField): CallColumn => ({
  name, type: "text",
  get: (call) => (call[field].length === 0 ? "" : LIST_SEPARATOR + call[field].join(LIST_SEPARATOR) + LIST_SEPARATOR),
  set: (call, value) => void (call[field] = value ? String(value).slice(1, -1).split(LIST_SEPARATOR) : []),
});
const EMPTY_JSON: Record<JsonField, string> = { reason: "null", mos: "null", findings: "[]", headers: "{}" };
const json = (name: string, field: JsonField): CallColumn => ({
  name, type: "text",
  get: (call) => {
    const value = JSON.stringify(call[field]);
    return value === EMPTY_JSON[field] ? "" : value;
  },
  set: (call, value) => void ((call as unknown as Record<string, unknown>)[field] = JSON.parse((value as string) || EMPTY_JSON[field])),
});

export const CALL_COLUMNS: readonly CallColumn[] = [
  text("id", "id"), text("session_id", "sessionId"), text("call_id", "callId"), text("kind", "kind" as TextField), text("direction", "direction" as TextField),
  text("state", "state" as TextField),
  numeric("started_at", "startedAtUs", "timestamp"), numeric("ringing_at", "ringingAtUs", "timestamp"), numeric("answered_at", "answeredAtUs", "timestamp"),
  numeric("ended_at", "endedAtUs", "timestamp"), numeric("last_seen_at", "lastSeenAtUs", "timestamp"),
  maybe("pdd_ms", "pddMs"), maybe("setup_ms", "setupMs"), maybe("ring_ms", "ringMs"), maybe("talk_ms", "talkMs"), maybe("disconnect_ms", "disconnectMs"),
  text("caller", "caller"), text("callee", "callee"), text("from_user", "fromUser"), text("from_domain", "fromDomain"), text("to_user", "toUser"),
  text("to_domain", "toDomain"), text("ruri_user", "ruriUser"), text("ruri_domain", "ruriDomain"), text("pai_user", "paiUser"),
  text("src_ip", "src"), numeric("src_port", "srcPort", "integer"), text("dst_ip", "dst"), numeric("dst_port", "dstPort", "integer"),
  list("hops", "hops"), text("transport", "transport"), list("user_agents", "userAgents"), numeric("status_code", "statusCode", "integer"),
  text("status_text", "statusText"), json("reason", "reason"), text("hangup_cause", "hangupCause"), text("ended_by", "endedBy" as TextField),
  list("codecs", "codecs"), numeric("messages", "messages", "integer"), numeric("retransmissions", "retransmissions", "integer"),
  numeric("duplicates", "duplicates", "integer"), numeric("reinvites", "reinvites", "integer"),
  json("mos", "mos"), maybe("loss_pct", "lossPct"), maybe("jitter_ms", "jitterMs"), maybe("rtt_ms", "rttMs"), json("findings", "findings"),
  list("agents", "agents"), text("external_id", "externalId"), list("tenants", "tenants"), text("partial", "partial"),
  numeric("revision", "revision", "integer"), list("correlation_ids", "correlationIds"), json("headers", "headers"),
  {
    name: "refs", type: "text",
    get: (call) => printRefs(call.refs),
    set: (call, value) => void (call.refs = parseRefs(String(value ?? ""))),
  },
];

/** One array per column, in the order of CALL_COLUMNS. Structured-cloneable. */
export interface CallBatch {
  count: number;
  columns: (string | number | null)[][];
}

export function encodeCalls(calls: readonly Call[]): CallBatch {
  return { count: calls.length, columns: CALL_COLUMNS.map((column) => calls.map(column.get)) };
}

/** `values` in the order of CALL_COLUMNS. */
export function callFromRow(values: readonly (string | number | null)[]): Call {
  const call = emptyCall("", "");
  CALL_COLUMNS.forEach((column, i) => column.set(call, values[i] ?? null));
  return call;
}

export function decodeCalls(batch: CallBatch): Call[] {
  return Array.from({ length: batch.count }, (_, row) => callFromRow(batch.columns.map((column) => column[row] ?? null)));
}
