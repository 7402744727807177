// Rows of Homer into the server, window after window. What is safe there is written down there, so that a run that was cut off goes on where it
// stood; the window it was cut off in is told apart packet by packet.
import { deflateRawSync } from "node:zlib";
import { encodeHep3 } from "@sipglass/decode";
import { toRfc3339, type TimeRange } from "@sipglass/model";
import type { Client } from "../client.ts";
import type { Terminal } from "../command.ts";
import type { HomerDatabase } from "./connection.ts";
import { packetOfRow, type HomerRow } from "./homer-row.ts";
import { clockUs, countRows, lastUs, packetTables, rowSource } from "./homer-tables.ts";
import { gapsOf } from "./ranges.ts";
import { windowsOf, type Reading, type Window } from "./windows.ts";

/** What has become of rows of one table, as the server keeps it. */
interface TableRows {
  table: string;
  rows: number;
  archived: number;
  left_out: number;
  refused: number;
  refusals: { id: string; reason: string }[];
}

type DoneRange = TableRows & { from_us: number; to_us: number };

export interface TableReport extends TableRows {
  /** Rows that the database has in the time that is migrated, counted anew at the end. */
  in_homer: number;
}

export interface PacketsReport {
  tables: TableReport[];
  /** Rows that this run has brought. */
  brought: number;
  /** Rows that were too young to be read. */
  young: number;
  complete: boolean;
}

export interface PacketMigration {
  database: HomerDatabase;
  client: Client;
  /** Name under which the server keeps how far it has come. */
  source: string;
  /** Only rows of this time. */
  range: Partial<TimeRange>;
  console: Terminal;
}

interface Row extends HomerRow {
  table: string;
}

/** Most bytes in one request, far below what an import may have. */
const PIECE_BYTES = 32 * 1024 * 1024;
/** Beyond every time that a row can have. */
const LAST_US = 2 ** 33 * 1e6;
const MOST_REFUSALS = 1_000;

const pathOf = (source: string, what = ""): string => `migrations/${encodeURIComponent(source)}${what}`;
const doneRanges = async ({ client, source }: PacketMigration): Promise<DoneRange[]> =>
  (await client.json<{ items: DoneRange[] }>(pathOf(source))).items;

/** heplify-server writes each table when some hundred rows or some seconds have gathered: what is younger may not be all. */
const SETTLED_US = 60_000_000;

/** Where reading ends: behind the last row, so that no time is taken for read that rows are still to come into. */
async function endOf({ database, range }: PacketMigration, tables: readonly string[]): Promise<number> {
  let endUs = 0;
  for (const table of tables) endUs = Math.max(endUs, ((await lastUs(database, table)) ?? -1) + 1);
  return Math.min(endUs, range.toUs ?? (await clockUs(database)) - SETTLED_US);
}

/** What is still to be read of each table. */
async function readingsOf(migration: PacketMigration): Promise<Reading[]> {
  const tables = await packetTables(migration.database);
  const done = await doneRanges(migration);
  const range = { fromUs: migration.range.fromUs ?? 0, toUs: await endOf(migration, tables) };
  return tables.map((table) => ({ table, gaps: gapsOf(range, done.filter((each) => each.table === table).map(({ from_us: fromUs, to_us: toUs }) => ({ fromUs, toUs }))) }));
}

/** Rows behind the end, where the end is ours. */
async function countYoung({ database, range }: PacketMigration): Promise<number> {
  if (range.toUs !== undefined) return 0;
  const fromUs = (await clockUs(database)) - SETTLED_US;
  let rows = 0;
  for (const table of await packetTables(database)) rows += await countRows(database, table, { fromUs, toUs: LAST_US });
  return rows;
}

/** Rows that would be read, by table. */
export async function countPackets(migration: PacketMigration): Promise<{ table: string; rows: number; done: number }[]> {
  const done = await doneRanges(migration);
  const counts: { table: string; rows: number; done: number }[] = [];
  for (const { table, gaps } of await readingsOf(migration)) {
    let rows = 0;
    for (const gap of gaps) rows += await countRows(migration.database, table, gap);
    counts.push({ table, rows, done: done.filter((each) => each.table === table).reduce((sum, each) => sum + each.rows, 0) });
  }
  return counts;
}

export async function migratePackets(migration: PacketMigration): Promise<PacketsReport> {
  const { console, database } = migration;
  const readings = await readingsOf(migration);
  const endUs = Math.max(0, ...readings.flatMap(({ gaps }) => gaps.map(({ toUs }) => toUs)));
  const signal = console.interruption();
  let brought = 0;
  let beginUs: number | undefined;
  for await (const window of windowsOf(readings, rowSource(database))) {
    if (signal.aborted) return { ...(await report(migration)), brought, complete: false };
    brought += await bring(migration, window);
    if (brought > 0) beginUs ??= window.tables.find(({ rows }) => rows.length > 0)?.rows[0]?.timeUs;
    const share = beginUs === undefined ? 0 : (window.toUs - beginUs) / Math.max(endUs - beginUs, 1);
    console.progress(`${toRfc3339(window.toUs).slice(0, 19)} · ${brought.toLocaleString("en")} rows · ${Math.round(share * 100)} %`);
  }
  return { ...(await report(migration)), brought, complete: true };
}

/** One window: its packets, then what became of its rows. Only together do they count. */
async function bring({ client, source }: PacketMigration, window: Window): Promise<number> {
  const counts = new Map(window.tables.map(({ table, rows }): [string, TableRows] => [table, { table, rows: rows.length, archived: 0, left_out: 0, refused: 0, refusals: [] }]));
  for (const { rows, bytes } of piecesOf(inOrder(window), counts)) {
    const query = { from_us: window.fromUs, to_us: window.toUs };
    const { left_out: leftOut } = await client.send<{ left_out: number[] }>(pathOf(source, "/packets"), new Blob([bytes]).stream(), query);
    const missing = new Set(leftOut);
    rows.forEach(({ table }, i) => {
      const count = counts.get(table)!;
      if (missing.has(i)) count.left_out += 1;
      else count.archived += 1;
    });
  }
  await client.post(pathOf(source, "/ranges"), { from_us: window.fromUs, to_us: window.toUs, tables: [...counts.values()] });
  return [...counts.values()].reduce((sum, { rows }) => sum + rows, 0);
}

/** By time; of the same time SIP first, as the tables are in order. */
function inOrder({ tables }: Window): Row[] {
  return tables.flatMap(({ table, rows }) => rows.map((row): Row => ({ ...row, table }))).sort((a, b) => a.timeUs - b.timeUs);
}

/** Rows as HEP packets, some megabytes together; what cannot be read is counted. */
function* piecesOf(rows: readonly Row[], counts: Map<string, TableRows>): Generator<{ rows: Row[]; bytes: Buffer<ArrayBuffer> }> {
  let piece: { row: Row; frame: Uint8Array }[] = [];
  let bytes = 0;
  const taken = () => ({ rows: piece.map(({ row }) => row), bytes: Buffer.concat(piece.map(({ frame }) => frame)) });
  for (const row of rows) {
    const frame = frameOf(row);
    if (typeof frame === "string") {
      refuse(counts.get(row.table)!, row, frame);
      continue;
    }
    piece.push({ row, frame });
    bytes += frame.length;
    if (bytes < PIECE_BYTES) continue;
    yield taken();
    [piece, bytes] = [[], 0];
  }
  if (piece.length > 0) yield taken();
}

function frameOf(row: Row): Uint8Array | string {
  const packet = packetOfRow(row.table, row);
  if (typeof packet === "string") return packet;
  const frame = encodeHep3(packet, { deflate: (payload) => deflateRawSync(payload) });
  return frame instanceof Uint8Array ? frame : frame.reason;
}

function refuse(count: TableRows, { id }: Row, reason: string): void {
  count.refused += 1;
  if (count.refusals.length < MOST_REFUSALS) count.refusals.push({ id, reason });
}

/** All that was ever migrated of this source, and what its database has of that time now. */
async function report(migration: PacketMigration): Promise<Pick<PacketsReport, "tables" | "young">> {
  const tables = new Map<string, TableReport>();
  for (const range of await doneRanges(migration)) {
    const { from_us: fromUs, to_us: toUs, ...own } = range;
    const inHomer = await countRows(migration.database, range.table, { fromUs, toUs }).catch(() => Number.NaN);
    const known = tables.get(range.table);
    tables.set(range.table, known ? sum(known, { ...own, in_homer: inHomer }) : { ...own, in_homer: inHomer });
  }
  return { tables: [...tables.values()], young: await countYoung(migration) };
}

const sum = (a: TableReport, b: TableReport): TableReport => ({
  table: a.table, rows: a.rows + b.rows, archived: a.archived + b.archived, left_out: a.left_out + b.left_out, refused: a.refused + b.refused,
  refusals: [...a.refusals, ...b.refusals].slice(0, MOST_REFUSALS), in_homer: a.in_homer + b.in_homer,
});
