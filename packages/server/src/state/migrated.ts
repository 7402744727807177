// How far a migration has come: of each table of a source the times whose rows are here, with what became of them. Ranges that touch are one.
import { SipglassError } from "@sipglass/model";
import { integer, prepare, text, transaction, type Database, type Row } from "./database.ts";

export interface RefusedRow {
  id: string;
  reason: string;
}

/** Rows of one table in a range of time. */
export interface MigratedRows {
  table: string;
  rows: number;
  /** In the archive. */
  archived: number;
  /** Readable and not archived: copies of a message that is there, or what this installation does not keep. */
  leftOut: number;
  /** Could not be read. */
  refused: number;
  /** The first of those. */
  refusals: RefusedRow[];
}

export interface MigratedRange extends MigratedRows {
  /** Inclusive, epoch µs. */
  fromUs: number;
  /** Exclusive. */
  toUs: number;
  changedAtUs: number;
}

export interface Migrated {
  /** By table and time. */
  ranges(source: string): MigratedRange[];
  /** All of it or nothing; `conflict` when any of this time is here already. */
  add(source: string, done: { fromUs: number; toUs: number; tables: readonly MigratedRows[] }): void;
}

/** Of one range; beyond it they are counted only. */
const MOST_REFUSALS = 1_000;

const toRange = (row: Row): MigratedRange => ({
  table: text(row, "part"),
  fromUs: integer(row, "from_us"),
  toUs: integer(row, "to_us"),
  rows: integer(row, "row_count"),
  archived: integer(row, "archived"),
  leftOut: integer(row, "left_out"),
  refused: integer(row, "refused"),
  refusals: JSON.parse(text(row, "refusals")) as RefusedRow[],
  changedAtUs: integer(row, "changed_at"),
});

type Range = Omit<MigratedRange, "changedAtUs">;

const join = (a: Range, b: Range): Range => ({
  table: a.table,
  fromUs: Math.min(a.fromUs, b.fromUs),
  toUs: Math.max(a.toUs, b.toUs),
  rows: a.rows + b.rows,
  archived: a.archived + b.archived,
  leftOut: a.leftOut + b.leftOut,
  refused: a.refused + b.refused,
  refusals: [...a.refusals, ...b.refusals].slice(0, MOST_REFUSALS),
});

export function openMigrated(db: Database, now: () => number): Migrated {
  const addRange = (source: string, range: Range): void => {
    const touching = prepare(db, "SELECT * FROM migrated WHERE source = ? AND part = ? AND from_us <= ? AND to_us >= ? ORDER BY from_us")
      .all(source, range.table, range.toUs, range.fromUs)
      .map(toRange);
    if (touching.some(({ fromUs, toUs }) => fromUs < range.toUs && toUs > range.fromUs)) {
      throw new SipglassError(
        "conflict",
        { source, table: range.table },
        `Rows of ${range.table} of this time have been migrated already.`,
      );
    }
    const whole = touching.reduce<Range>(join, range);
    for (const { fromUs } of touching) prepare(db, "DELETE FROM migrated WHERE source = ? AND part = ? AND from_us = ?").run(source, range.table, fromUs);
    prepare(db, "INSERT INTO migrated (source, part, from_us, to_us, row_count, archived, left_out, refused, refusals, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      .run(source, whole.table, whole.fromUs, whole.toUs, whole.rows, whole.archived, whole.leftOut, whole.refused, JSON.stringify(whole.refusals), now());
  };
  return {
    ranges: (source) => prepare(db, "SELECT * FROM migrated WHERE source = ? ORDER BY part, from_us").all(source).map(toRange),
    add: (source, { fromUs, toUs, tables }) =>
      transaction(db, () => tables.forEach((table) => addRange(source, { ...table, fromUs, toUs }))),
  };
}
