// The columns of the table `calls`: those of the model, and what only this store needs. Batches become DuckDB data chunks here, rows become calls.
import {
  BIGINT, DOUBLE, DuckDBDataChunk, INTEGER, UINTEGER, VARCHAR, type DuckDBAppender, type DuckDBType, type DuckDBValue,
} from "@duckdb/node-api";
import { CALL_COLUMNS, SipglassError, asSeen, callFromRow, cleanItem, type Call, type CallBatch, type ColumnType, type Scope } from "@sipglass/model";
import type { Binder } from "./binder.ts";
import { keyOf } from "./keys.ts";

/** Times stay epoch µs in BIGINT: no conversion on either side, and they compress as differences. */
const SQL_TYPES: Readonly<Record<ColumnType, string>> = { text: "VARCHAR", integer: "INTEGER", bigint: "BIGINT", double: "DOUBLE", timestamp: "BIGINT" };
const TYPES: Readonly<Record<ColumnType, DuckDBType>> = { text: VARCHAR, integer: INTEGER, bigint: BIGINT, double: DOUBLE, timestamp: BIGINT };
const DEFAULTS: Readonly<Record<ColumnType, string>> = { text: "''", integer: "NULL", bigint: "0", double: "NULL", timestamp: "0" };

export interface TableColumn {
  name: string;
  sqlType: string;
  /** What rows written before the column existed hold. */
  default: string;
}

export const CALL_TABLE: readonly TableColumn[] = [
  ...CALL_COLUMNS.map(({ name, type }) => ({ name, sqlType: SQL_TYPES[type], default: DEFAULTS[type] })),
  /** Number of the append, so that sealing knows which rows it has copied. */
  { name: "batch_no", sqlType: "BIGINT", default: "0" },
  { name: "key_call_id", sqlType: "UINTEGER", default: "0" },
  { name: "key_id", sqlType: "UINTEGER", default: "0" },
  /** 0 when the call is its own session. */
  { name: "key_session", sqlType: "UINTEGER", default: "0" },
];
const CHUNK_ROWS = 2048;

const at = (name: string): number => CALL_COLUMNS.findIndex((column) => column.name === name);
const ID = at("id");
const SESSION_ID = at("session_id");
const CALL_ID = at("call_id");
const STARTED_AT = at("started_at");

export const SELECT_CALL = CALL_COLUMNS.map(({ name }) => name).join(", ");

/** The host in an `ip:port` or `[ip]:port` item. */
export const hostOfItem = (item: string): string => `CASE WHEN starts_with(${item}, '[') THEN split_part(${item}[2:], ']', 1) ELSE split_part(${item}, ':', 1) END`;

/** Columns that are stored in another form than their plain value, or computed. A session of one's own is stored as '': ids do not compress. */
const EXPRESSIONS: Readonly<Record<string, string>> = {
  session_id: "(CASE WHEN session_id = '' THEN id ELSE session_id END)",
  leg: "(CASE WHEN session_id = '' OR session_id = id THEN 'first' ELSE 'further' END)",
  trunk: `(${hostOfItem("split_part(hops, chr(31), -2)")})`,
};
export const columnText = (column: string): string => EXPRESSIONS[column] ?? column;

/** Rows that were sealed before the column existed have NULL. */
const NO_FIRST_LEGS = "coalesce(first_legs, '') = ''";

/** As `asSeen` of the model: sessions have the names that the scope knows them by. */
export function columnTextFor(scope: Scope, bind: Binder): (column: string) => string {
  if (scope.kind === "all" || scope.tenants.length === 0) return columnText;
  const tenants = scope.tenants.map(cleanItem);
  /** The first leg of a tenant, '' where it has none up to here. */
  const firstOf = (tenant: string): string => `split_part(split_part(first_legs, ${bind.text(`\x1f${tenant}\x1e`)}, 2), chr(31), 1)`;
  /** Of several tenants the one whose leg is the earliest. */
  const earliest = (): string =>
    `split_part(list_filter(string_split(first_legs, chr(31)), lambda item: item <> '' AND split_part(item, chr(30), 1) IN (${tenants.map((tenant) => bind.text(tenant)).join(", ")}))[1], chr(30), 2)`;
  const seen: Readonly<Record<string, () => string>> = {
    session_id: () => `(CASE WHEN ${NO_FIRST_LEGS} THEN ${EXPRESSIONS.session_id} ELSE ${tenants.length === 1 ? firstOf(tenants[0]!) : earliest()} END)`,
    leg: () => `(CASE WHEN ${NO_FIRST_LEGS} THEN ${EXPRESSIONS.leg} WHEN ${tenants.map((tenant) => `${firstOf(tenant)} IN ('', id)`).join(" AND ")} THEN 'first' ELSE 'further' END)`,
  };
  return (column) => seen[column]?.() ?? columnText(column);
}

/** On the hot table: what must hold of the keys where one of these columns has the value with that key. */
export type KeyConditions = Readonly<Record<string, (key: string) => string>>;

const KEY_CONDITIONS = {
  call_id: (key: string) => `key_call_id = ${key}`,
  id: (key: string) => `key_id = ${key}`,
  session_id: (key: string) => `(key_session = ${key} OR (key_session = 0 AND key_id = ${key}))`,
};

/** Names that only some know a session by have no key: rows with such ones are few, and are all looked at. */
const SCOPED_KEY_CONDITIONS = { ...KEY_CONDITIONS, session_id: (key: string) => `(${KEY_CONDITIONS.session_id(key)} OR first_legs <> '')` };

export const keyConditionsFor = (scope: Scope): typeof KEY_CONDITIONS => (scope.kind === "all" ? KEY_CONDITIONS : SCOPED_KEY_CONDITIONS);

export interface RowKeys {
  ids: string[];
  startedAtUs: number[];
  keyIds: number[];
}

/** Rows of a batch that are the last word about their id, in order; undefined when all are. */
export function lastOfEachId(batch: CallBatch): number[] | undefined {
  const last = new Map(batch.columns[ID]!.map((id, row) => [id, row]));
  return last.size === batch.count ? undefined : [...last.values()].sort((a, b) => a - b);
}

export function rowKeys(batch: CallBatch): RowKeys {
  const ids = batch.columns[ID]!.map(String);
  return { ids, startedAtUs: batch.columns[STARTED_AT]!.map(Number), keyIds: ids.map(keyOf) };
}

export function takeRows(batch: CallBatch, rows: readonly number[]): CallBatch {
  return { count: rows.length, columns: batch.columns.map((column) => rows.map((row) => column[row] ?? null)) };
}

/** What an append writes, beside the batch itself. */
interface Appended {
  batch: CallBatch;
  batchNo: number;
  keyIds: readonly number[];
}

interface ColumnWriter {
  type: DuckDBType;
  values(appended: Appended, from: number, to: number): DuckDBValue[];
}

const modelColumn = (type: ColumnType, index: number): ColumnWriter => ({
  type: TYPES[type],
  values: ({ batch }, from, to) => storedValues(type, batch.columns[index]!.slice(from, to)),
});

const OWN_COLUMNS: Readonly<Record<string, ColumnWriter>> = {
  session_id: {
    type: VARCHAR,
    values: ({ batch }, from, to) => batch.columns[SESSION_ID]!.slice(from, to).map((session, i) => (session === batch.columns[ID]![from + i] ? "" : (session ?? ""))),
  },
  batch_no: { type: BIGINT, values: ({ batchNo }, from, to) => new Array<DuckDBValue>(to - from).fill(BigInt(batchNo)) },
  key_call_id: { type: UINTEGER, values: ({ batch }, from, to) => batch.columns[CALL_ID]!.slice(from, to).map((callId) => keyOf(String(callId ?? ""))) },
  key_id: { type: UINTEGER, values: ({ keyIds }, from, to) => keyIds.slice(from, to) },
  key_session: {
    type: UINTEGER,
    values: ({ batch }, from, to) =>
      batch.columns[SESSION_ID]!.slice(from, to).map((session, i) => (!session || session === batch.columns[ID]![from + i] ? 0 : keyOf(String(session)))),
  },
};

/** Writes batches in the order in which the table has its columns: tables that were widened have the newer ones last. */
export function createBatchWriter(tableColumns: readonly string[]): (appender: DuckDBAppender, appended: Appended) => void {
  const writers = tableColumns.map((name): ColumnWriter => {
    const index = at(name);
    const own = OWN_COLUMNS[name] ?? (index < 0 ? undefined : modelColumn(CALL_COLUMNS[index]!.type, index));
    if (!own) throw new SipglassError("newer_version", { column: name });
    return own;
  });
  const types = writers.map(({ type }) => type);
  return (appender, appended) => {
    for (let from = 0; from < appended.batch.count; from += CHUNK_ROWS) {
      const to = Math.min(from + CHUNK_ROWS, appended.batch.count);
      const chunk = DuckDBDataChunk.create(types, to - from);
      writers.forEach(({ values }, i) => chunk.setColumnValues(i, values(appended, from, to)));
      appender.appendDataChunk(chunk);
    }
  };
}

function storedValues(type: ColumnType, values: readonly (string | number | null)[]): DuckDBValue[] {
  switch (type) {
    case "text":
      return values.map((value) => value ?? "");
    case "integer":
      return values.map((value) => (value === null ? null : clamp(Number(value))));
    case "double":
      return values.map((value) => (typeof value === "number" && Number.isFinite(value) ? value : null));
    default:
      return values.map((value) => BigInt(Number.isFinite(value) ? Math.trunc(Number(value)) : 0));
  }
}

const clamp = (value: number): number => (Number.isFinite(value) ? Math.max(-2_147_483_648, Math.min(2_147_483_647, Math.trunc(value))) : 0);

/** A row of SELECT_CALL, as the scope knows it. */
export function callOf(row: readonly DuckDBValue[], scope: Scope): Call {
  const call = callFromRow(row.map((value) => (typeof value === "bigint" ? Number(value) : typeof value === "number" || typeof value === "string" ? value : null)));
  if (call.sessionId === "") call.sessionId = call.id;
  return asSeen(call, scope);
}
