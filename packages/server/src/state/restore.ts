// Puts a backup in the place of state.db. For a stopped server: the running one has the old file open.
import { chmodSync, copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { SipglassError } from "@sipglass/model";
import { refuseNewer, schemaVersion } from "./database.ts";
import { STATE_FILE } from "./state.ts";

/** Looks before it leaps: a damaged, foreign or newer file is refused and nothing is changed. */
function check(file: string): void {
  const refuse = (why: string, cause?: unknown): SipglassError =>
    new SipglassError("bad_request", { file }, `This is no backup of sipglass: ${why}.`, { cause });
  if (!existsSync(file)) throw new SipglassError("not_found", { file }, "There is no such file.");
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const verdict = db.prepare("PRAGMA integrity_check").get()?.["integrity_check"];
    if (verdict !== "ok") throw refuse(String(verdict));
    const version = schemaVersion(db);
    refuseNewer(version, file);
    if (version === 0 || !db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'users'").get()) throw refuse("it has no users");
  } catch (error) {
    throw error instanceof SipglassError ? error : refuse("it is damaged", error);
  } finally {
    db.close();
  }
}

export function restoreState(fromFile: string, directory: string): void {
  check(fromFile);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const place = join(directory, STATE_FILE);
  const fresh = `${place}.restoring`;
  copyFileSync(fromFile, fresh);
  chmodSync(fresh, 0o600);
  // The write-ahead log belongs to the old file and would be applied to the new one.
  for (const suffix of ["-wal", "-shm"]) rmSync(place + suffix, { force: true });
  renameSync(fresh, place);
}
