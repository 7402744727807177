// All tables of Homer read together, one window of time after the other: calls, their RTCP and logs come as they came live. A window is as long as
// a few thousand rows take, so that no table is ever whole in memory and each query is a short one that an index answers.
import type { TimeRange } from "@sipglass/model";
import { covers, piecesOf } from "./ranges.ts";
import type { HomerRow } from "./homer-row.ts";

export interface RowSource {
  /** Ordered by time and id; at most so many. */
  rows(table: string, range: TimeRange, limit?: number): Promise<HomerRow[]>;
  /** Time of the first row in the range. */
  firstUs(table: string, range: TimeRange): Promise<number | undefined>;
}

/** A table with the times that are still to be read. */
export interface Reading {
  table: string;
  gaps: readonly TimeRange[];
}

export interface Window extends TimeRange {
  /** Those that were read, with all of their rows in this time. */
  tables: { table: string; rows: HomerRow[] }[];
}

const MOST_ROWS = 4_000;
const FIRST_SPAN_US = 60_000_000;
const LONGEST_SPAN_US = 3_600_000_000;

export async function* windowsOf(readings: readonly Reading[], source: RowSource, mostRows = MOST_ROWS): AsyncGenerator<Window> {
  for (const piece of piecesOf(readings.flatMap(({ gaps }) => gaps))) {
    const tables = readings.filter(({ gaps }) => gaps.some((gap) => covers(gap, piece))).map(({ table }) => table);
    if (tables.length > 0) yield* windowsIn(piece, tables, source, mostRows);
  }
}

async function* windowsIn({ fromUs, toUs }: TimeRange, tables: readonly string[], source: RowSource, mostRows: number): AsyncGenerator<Window> {
  let spanUs = FIRST_SPAN_US;
  let atUs = fromUs;
  let isEmpty = true;
  while (atUs < toUs) {
    const firstUs = isEmpty ? await firstOf(tables, source, { fromUs: atUs, toUs }) : atUs;
    const range = { fromUs: firstUs ?? toUs, toUs: Math.min(toUs, (firstUs ?? toUs) + spanUs) };
    const read = await readWindow(tables, source, range, mostRows);
    yield { ...read, fromUs: atUs };
    const rows = Math.max(...read.tables.map((table) => table.rows.length));
    isEmpty = rows === 0;
    atUs = read.toUs;
    const usPerRow = (read.toUs - range.fromUs) / Math.max(rows, 1);
    spanUs = Math.round(Math.min(Math.max((usPerRow * mostRows) / 2, 1), spanUs * 4, LONGEST_SPAN_US));
  }
}

async function firstOf(tables: readonly string[], source: RowSource, range: TimeRange): Promise<number | undefined> {
  let first: number | undefined;
  for (const table of tables) {
    const us = await source.firstUs(table, { fromUs: range.fromUs, toUs: first ?? range.toUs });
    first = us ?? first;
  }
  return first;
}

/** As much of the range as no table has too many rows for. */
async function readWindow(tables: readonly string[], source: RowSource, range: TimeRange, mostRows: number): Promise<Window> {
  const read: Window["tables"] = [];
  let { toUs } = range;
  for (const table of tables) {
    if (range.fromUs >= toUs) break;
    const rows = await source.rows(table, { fromUs: range.fromUs, toUs }, mostRows + 1);
    // The last row stays for the next window, with all that have its time.
    if (rows.length > mostRows) toUs = rows.at(-1)!.timeUs;
    read.push({ table, rows });
  }
  if (toUs <= range.fromUs && range.toUs > range.fromUs) return readMoment(tables, source, range.fromUs);
  return {
    fromUs: range.fromUs,
    toUs,
    tables: tables.map((table, i) => ({ table, rows: (read[i]?.rows ?? []).filter(({ timeUs }) => timeUs < toUs) })),
  };
}

/** More rows have one and the same time than a window takes: they cannot be parted. */
async function readMoment(tables: readonly string[], source: RowSource, us: number): Promise<Window> {
  const range = { fromUs: us, toUs: us + 1 };
  const read: Window["tables"] = [];
  for (const table of tables) read.push({ table, rows: await source.rows(table, range) });
  return { ...range, tables: read };
}
