// Rows as Homer's searches give them, read from calls: rows of the index narrow to calls, the calls' packets are read and tested one by one.
import { and, MATCH_ALL, type Call, type PacketRefs, type Query, type Scope } from "@sipglass/model";
import type { Questions } from "../../book/questions.ts";
import type { RowSearch } from "./conditions.ts";
import { homerRows, type HomerRow, type RowOptions } from "./homer-row.ts";
import type { HomerTable } from "./homer-table.ts";

export type RowQuestions = Pick<Questions, "search" | "packets">;

export interface RowsAsked {
  tables: ReadonlySet<HomerTable>;
  search: RowSearch;
  fromUs: number;
  toUs: number;
  limit: number;
}

export interface RowsFound {
  /** Oldest first: the newest `limit` of all that match. */
  rows: HomerRow[];
  /** False when time ran out before everything was read. */
  complete: boolean;
}

/** A call that began so long before the range may still have messages in it. */
const EARLIER_US = 4 * 3_600_000_000;
const CALLS_AT_ONCE = 500;
const PACKETS_AT_ONCE = 4000;
const WORK_MS = 5000;

const CLASS_OF: Readonly<Record<HomerTable, string>> = {
  "1_call": "call", "1_registration": "register", "1_default": "other", "5_default": "media", "35_default": "media", "54_default": "other", "100_default": "log",
};

export async function searchRows(questions: RowQuestions, scope: Scope, asked: RowsAsked, options: RowOptions, workMs = WORK_MS): Promise<RowsFound> {
  const classes = new Set([...asked.tables].map((table) => CLASS_OF[table]));
  const query: Query = and([asked.search.query, kindsOf(asked.tables)]);
  const until = performance.now() + workMs;
  let rows: HomerRow[] = [];
  let cursor: string | undefined;
  do {
    const page = await questions.search(scope, { query, fromUs: asked.fromUs - EARLIER_US, toUs: asked.toUs, limit: CALLS_AT_ONCE, order: "newest", ...(cursor === undefined ? {} : { cursor }) });
    const calls = page.items.filter(({ lastSeenAtUs }) => lastSeenAtUs >= asked.fromUs);
    for (const refs of refsTogether(calls, classes)) {
      for (const row of await rowsOf(questions, scope, refs, calls, options)) if (wanted(row, asked)) rows.push(row);
    }
    rows = newest(rows, asked.limit);
    const oldest = page.items.at(-1);
    cursor = page.next ?? undefined;
    // Everything still to come began earlier; a long call may have newer rows, but who asks for so few rows wants the newest calls.
    if (rows.length >= asked.limit && oldest !== undefined && oldest.startedAtUs < asked.toUs) return { rows, complete: true };
  } while (cursor !== undefined && performance.now() < until);
  return { rows, complete: cursor === undefined };
}

const wanted = (row: HomerRow, { tables, search, fromUs, toUs }: RowsAsked): boolean => tables.has(row.table) && row.timeUs >= fromUs && row.timeUs < toUs && search.test(row);

const newest = (rows: HomerRow[], limit: number): HomerRow[] => rows.sort(inOrder).slice(-limit);

/** By time; of the same microsecond a request first. */
export const inOrder = (a: HomerRow, b: HomerRow): number => a.timeUs - b.timeUs || Number(isResponse(a)) - Number(isResponse(b)) || a.id - b.id;

const isResponse = ({ dataHeader }: HomerRow): boolean => /^\d/.test(String(dataHeader["method"] ?? ""));

/** Registrations are calls of a kind of their own; other kinds may have messages of any SIP table. */
function kindsOf(tables: ReadonlySet<HomerTable>): Query {
  if (tables.size === 1 && tables.has("1_registration")) return { type: "term", field: "kind", any: [{ type: "exact", value: "registration" }], at: 0 };
  return MATCH_ALL;
}

/** References of these classes, as many together as are read at once. */
function refsTogether(calls: readonly Call[], classes: ReadonlySet<string | undefined>): PacketRefs[][] {
  const groups: PacketRefs[][] = [];
  let count = Infinity;
  for (const { refs } of calls) {
    for (const ref of refs) {
      if (!classes.has(ref.writer.slice(ref.writer.lastIndexOf(".") + 1))) continue;
      if (count + ref.sequences.length > PACKETS_AT_ONCE) {
        groups.push([]);
        count = 0;
      }
      groups.at(-1)!.push(ref);
      count += ref.sequences.length;
    }
  }
  return groups;
}

/** Rows of packets; of a payload with messages of several calls only those of calls that were found, which the reader may see. */
async function rowsOf(questions: RowQuestions, scope: Scope, refs: readonly PacketRefs[], calls: readonly Call[], options: RowOptions): Promise<HomerRow[]> {
  const own = new Set(calls.map(({ callId }) => callId));
  const seen = new Set<string>();
  const rows: HomerRow[] = [];
  for (const packet of await questions.packets(scope, refs)) {
    const name = `${packet.writer}:${packet.sequence}`;
    if (seen.has(name)) continue;
    seen.add(name);
    for (const row of homerRows(packet, options)) if (!row.table.startsWith("1_") || own.has(row.sid)) rows.push(row);
  }
  return rows;
}

/** All rows of these calls, oldest first. */
export async function rowsOfCalls(questions: Pick<Questions, "packets">, scope: Scope, calls: readonly Call[], options: RowOptions): Promise<HomerRow[]> {
  const all: HomerRow[] = [];
  for (const refs of refsTogether(calls, new Set(Object.values(CLASS_OF)))) all.push(...(await rowsOf(questions as RowQuestions, scope, refs, calls, options)));
  return all.sort(inOrder);
}
