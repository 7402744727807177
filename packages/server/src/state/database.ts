// state.db itself: opened private to its owner, in WAL mode, brought to the newest schema. The only file of this room that knows the
// manners of SQLite.
import { chmodSync, closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLOutputValue, type StatementSync } from "node:sqlite";
import { SipglassError } from "@sipglass/model";
import { MIGRATIONS } from "./migrations.ts";

export type Database = DatabaseSync;
export type Row = Record<string, SQLOutputValue>;

/** Password hashes and audit live here: nobody but the owner reads the file. SQLite gives `-wal` and `-shm` the mode of the main file. */
function createPrivateFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}

export function openDatabase(file: string): Database {
  createPrivateFile(file);
  const db = new DatabaseSync(file);
  // FULL: what people made must survive a power cut; there are few writes, so each may wait for the disk.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000");
  try {
    migrate(db, file);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

export function schemaVersion(db: Database): number {
  return Number(db.prepare("PRAGMA user_version").get()?.["user_version"] ?? 0);
}

export function refuseNewer(version: number, file: string): void {
  if (version <= MIGRATIONS.length) return;
  throw new SipglassError("newer_version", { file, version, understood: MIGRATIONS.length });
}

function migrate(db: Database, file: string): void {
  const from = schemaVersion(db);
  refuseNewer(from, file);
  MIGRATIONS.slice(from).forEach((sql, i) => {
    transaction(db, () => {
      db.exec(sql);
      db.exec(`PRAGMA user_version = ${from + i + 1}`);
    });
  });
}

const statements = new WeakMap<Database, Map<string, StatementSync>>();

/** A statement compiled once: every request asks for its session and user, and compiling costs ten times what asking does. */
export function prepare(db: Database, sql: string): StatementSync {
  const known = statements.get(db) ?? new Map<string, StatementSync>();
  statements.set(db, known);
  const statement = known.get(sql) ?? db.prepare(sql);
  known.set(sql, statement);
  return statement;
}

/** Runs `work` in one transaction: all of it or nothing. Synchronous, so that no other statement can come in between. */
export function transaction<T>(db: Database, work: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    db.exec("ROLLBACK");
    throw error;
  }
}

/** A violated UNIQUE or PRIMARY KEY is a conflict, told in the words of whose table it is. */
export function refusingTwins<T>(details: Record<string, unknown>, message: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const isTwin = error instanceof Error && /UNIQUE constraint failed/.test(error.message);
    throw isTwin ? new SipglassError("conflict", details, message) : error;
  }
}

export const text = (row: Row, column: string): string => String(row[column] ?? "");
export const integer = (row: Row, column: string): number => Number(row[column] ?? 0);
export const flag = (row: Row, column: string): boolean => Number(row[column] ?? 0) !== 0;
export const texts = (row: Row, column: string): string[] => JSON.parse(text(row, column) || "[]") as string[];
