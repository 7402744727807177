// A call as a row: one table of columns from which every store makes its schema, its writer and its reader. Calls cross threads as
// column batches (one array per column), which is several times cheaper than cloning records.
import { emptyCall, type Call, type FirstLeg, type Severity } from "./call.ts";
import { parseRefs, printRefs } from "./packet-ref.ts";

/** timestamp: epoch µs (0 = did not happen). integer and double: number or null. */
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
type ListField = { [K in keyof Call]: Call[K] extends readonly string[] ? K : never }[keyof Call];

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
/** Within one item: between the id of a finding and its severity, a tenant and the id of its leg. */
export const PART_SEPARATOR = "\x1e";
/** The two separators are control characters that no SIP grammar allows; in outside text they become spaces. */
export const cleanItem = (item: string): string => (/[\x1e\x1f]/.test(item) ? item.replaceAll(/[\x1e\x1f]/g, " ") : item);
const joinItems = (items: readonly string[]): string =>
  items.length === 0 ? "" : LIST_SEPARATOR + items.join(LIST_SEPARATOR) + LIST_SEPARATOR;
const splitItems = (value: string | number | null): string[] => (value ? String(value).slice(1, -1).split(LIST_SEPARATOR) : []);
const list = (name: string, field: ListField): CallColumn => ({
  name, type: "text",
  get: (call) => (call[field].length === 0 ? "" : joinItems(call[field].map(cleanItem))),
  set: (call, value) => void (call[field] = splitItems(value)),
});

type Parts<T> = { [K in keyof T]: T[K] };
/** One part of a small record that may be null; the columns of one record stand together, and the `number` parts are null when it is. */
const part = <F extends "reason" | "mos">(field: F, empty: () => NonNullable<Call[F]>) =>
  (name: string, key: keyof NonNullable<Call[F]>, type: ColumnType): CallColumn => ({
    name, type,
    get: (call) => {
      const record = call[field] as Parts<Record<PropertyKey, string | number>> | null;
      return record === null ? (type === "text" ? "" : null) : record[key]!;
    },
    set: (call, value) => {
      if (value === null || value === "") return;
      const record = (call[field] ??= empty() as Call[F]) as Record<PropertyKey, string | number>;
      record[key] = type === "text" ? value : Number(value);
    },
  });
const reason = part("reason", () => ({ protocol: "", cause: 0, text: "" }));
const mos = part("mos", () => ({ worst: 0, average: 0, scale: "nb", source: "" }));

/** `name=value` items; a header's name cannot hold "=" (RFC 3261 §25.1, token). */
const printHeaders = (headers: Readonly<Record<string, string>>): string =>
  joinItems(Object.entries(headers).map(([name, value]) => `${cleanItem(name)}=${cleanItem(value)}`));
function parseHeaders(value: string | number | null): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const item of splitItems(value)) {
    const equals = item.indexOf("=");
    headers[item.slice(0, equals)] = item.slice(equals + 1);
  }
  return headers;
}
const printFindings = (findings: Call["findings"]): string =>
  joinItems(findings.map(({ id, severity }) => cleanItem(id) + PART_SEPARATOR + severity));
const parseFindings = (value: string | number | null): Call["findings"] =>
  splitItems(value).map((item) => {
    const [id = "", severity = "info"] = item.split(PART_SEPARATOR);
    return { id, severity: severity as Severity };
  });

export const printFirstLegs = (firstLegs: readonly FirstLeg[]): string => joinItems(firstLegs.map(({ tenant, id }) => cleanItem(tenant) + PART_SEPARATOR + id));
export const parseFirstLegs = (value: string | number | null): FirstLeg[] =>
  splitItems(value).map((item) => {
    const [tenant = "", id = ""] = item.split(PART_SEPARATOR);
    return { tenant, id };
  });

/** The highest sequence of any writer: lets a store find what replay must skip without reading `refs`. */
function lastSequence(call: Call): number {
  let last = -1;
  for (const { sequences } of call.refs) last = Math.max(last, sequences.at(-1) ?? -1);
  return last;
}

export const CALL_COLUMNS: readonly CallColumn[] = [
  text("id", "id"), text("session_id", "sessionId"),
  { name: "first_legs", type: "text", get: (call) => printFirstLegs(call.firstLegs), set: (call, value) => void (call.firstLegs = parseFirstLegs(value)) },
  text("call_id", "callId"), text("kind", "kind" as TextField), text("direction", "direction" as TextField),
  text("state", "state" as TextField),
  numeric("started_at", "startedAtUs", "timestamp"), numeric("ringing_at", "ringingAtUs", "timestamp"), numeric("answered_at", "answeredAtUs", "timestamp"),
  numeric("ended_at", "endedAtUs", "timestamp"), numeric("last_seen_at", "lastSeenAtUs", "timestamp"),
  maybe("pdd_ms", "pddMs"), maybe("setup_ms", "setupMs"), maybe("ring_ms", "ringMs"), maybe("talk_ms", "talkMs"), maybe("disconnect_ms", "disconnectMs"),
  text("caller", "caller"), text("callee", "callee"), text("from_user", "fromUser"), text("from_domain", "fromDomain"), text("to_user", "toUser"),
  text("to_domain", "toDomain"), text("ruri_user", "ruriUser"), text("ruri_domain", "ruriDomain"), text("pai_user", "paiUser"),
  text("src_ip", "src"), numeric("src_port", "srcPort", "integer"), text("dst_ip", "dst"), numeric("dst_port", "dstPort", "integer"),
  list("hops", "hops"), text("transport", "transport"), list("user_agents", "userAgents"), numeric("status_code", "statusCode", "integer"),
  text("status_text", "statusText"),
  reason("reason_protocol", "protocol", "text"), reason("reason_cause", "cause", "integer"), reason("reason_text", "text", "text"),
  text("hangup_cause", "hangupCause"), text("ended_by", "endedBy" as TextField),
  list("codecs", "codecs"), numeric("messages", "messages", "integer"), numeric("retransmissions", "retransmissions", "integer"),
  numeric("duplicates", "duplicates", "integer"), numeric("reinvites", "reinvites", "integer"),
  mos("mos_worst", "worst", "double"), mos("mos_average", "average", "double"), mos("mos_scale", "scale", "text"), mos("mos_source", "source", "text"),
  maybe("loss_pct", "lossPct"), maybe("jitter_ms", "jitterMs"), maybe("rtt_ms", "rttMs"),
  { name: "findings", type: "text", get: (call) => printFindings(call.findings), set: (call, value) => void (call.findings = parseFindings(value)) },
  numeric("projection_version", "projectionVersion", "integer"),
  list("agents", "agents"), text("external_id", "externalId"), list("tenants", "tenants"), text("partial", "partial"),
  numeric("revision", "revision", "integer"), list("correlation_ids", "correlationIds"), list("link_keys", "linkKeys"),
  { name: "headers", type: "text", get: (call) => printHeaders(call.headers), set: (call, value) => void (call.headers = parseHeaders(value)) },
  {
    name: "refs", type: "text",
    get: (call) => printRefs(call.refs),
    set: (call, value) => void (call.refs = parseRefs(String(value ?? ""))),
  },
  { name: "last_sequence", type: "bigint", get: lastSequence, set: () => undefined },
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
