// Sealed days: closed UTC days as Parquet files with their key files. The table `sealed_day` says which files count; this is its picture in memory.
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TimeRange } from "@sipglass/model";
import { CALL_COLUMNS, parseFirstLegs } from "@sipglass/model";
import { CALL_TABLE } from "./columns.ts";
import type { Database, Session } from "./database.ts";
import { createPairList, writeKeyFile } from "./key-file.ts";
import { keyOf } from "./keys.ts";

export const DAY_US = 86_400_000_000;
export const dayOf = (us: number): number => Math.floor(us / DAY_US);
export const dayName = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);

export interface SealedDay {
  /** Days since 1970. */
  day: number;
  file: string;
  calls: number;
  generation: number;
}

export interface Days {
  readonly directory: string;
  list(range?: TimeRange): SealedDay[];
  get(day: number): SealedDay | undefined;
  /** Days in the range whose file is missing or damaged. */
  unreadable(range: TimeRange): string[];
  path(file: string): string;
  keyPath(file: string): string;
  /** A table function over their files; every column of the model, absent ones as NULL. */
  relation(days: readonly SealedDay[]): string;
  set(day: SealedDay): void;
  delete(day: number): void;
  markUnreadable(day: number): void;
  /** Days with outdated rows; may name too many, never too few. */
  readonly replaced: Set<number>;
}

/** No rows, all columns: read together with day files of any age, it gives them the columns that they do not have yet. */
const TEMPLATE = `columns-${keyOf(JSON.stringify(CALL_TABLE)).toString(16)}.parquet`;
const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

export async function openDays(database: Database, indexDirectory: string): Promise<Days> {
  const directory = join(indexDirectory, "calls");
  mkdirSync(directory, { recursive: true });
  const known = new Map<number, SealedDay>();
  const broken = new Set<number>();
  const path = (file: string): string => join(directory, file);
  const inRange = (day: number, range?: TimeRange): boolean => range === undefined || ((day + 1) * DAY_US > range.fromUs && day * DAY_US < range.toUs);
  const days: Days = {
    directory, path,
    keyPath: (file) => path(file.replace(/\.parquet$/, ".keys")),
    list: (range) => [...known.values()].filter(({ day }) => !broken.has(day) && inRange(day, range)).sort((a, b) => a.day - b.day),
    get: (day) => (broken.has(day) ? undefined : known.get(day)),
    unreadable: (range) => [...broken].filter((day) => inRange(day, range)).sort((a, b) => a - b).map(dayName),
    relation: (some) => `read_parquet([${[TEMPLATE, ...some.map(({ file }) => file)].map((file) => quote(path(file))).join(", ")}], union_by_name = true)`,
    set: (day) => void known.set(day.day, day),
    delete: (day) => void (known.delete(day), broken.delete(day)),
    markUnreadable: (day) => void broken.add(day),
    replaced: new Set(),
  };
  await database.maintain(async (session) => {
    await writeTemplate(session, path(TEMPLATE));
    for (const [day, file, calls, generation] of await session.rows("SELECT day, file, calls, generation FROM sealed_day")) {
      days.set({ day: Number(day), file: String(file), calls: Number(calls), generation: Number(generation) });
      if (!existsSync(path(String(file)))) broken.add(Number(day));
    }
    for (const [day] of await session.rows("SELECT DISTINCT day FROM replaced")) days.replaced.add(Number(day));
    await settleFiles(session, days, known);
  });
  return days;
}

async function writeTemplate(session: Session, file: string): Promise<void> {
  if (existsSync(file)) return;
  const columns = CALL_TABLE.slice(0, CALL_COLUMNS.length).map(({ name, sqlType }) => `NULL::${sqlType} AS ${name}`);
  await session.run(`COPY (SELECT ${columns.join(", ")} WHERE false) TO ${quote(file)} (FORMAT parquet)`);
}

/**
 * After a crash: a file that the table does not name is the unfinished seal of rows that are still in the hot table, and goes. Only when the table
 * has nothing of that day (somebody lost the database and kept the files) is the file taken in.
 */
async function settleFiles(session: Session, days: Days, known: ReadonlyMap<number, SealedDay>): Promise<void> {
  const named = new Set([...known.values()].map(({ file }) => file));
  for (const file of readdirSync(days.directory)) {
    const match = /^(\d{4}-\d\d-\d\d)(?:\.(\d+))?\.parquet$/.exec(file);
    if (file.endsWith(".tmp") || (file.startsWith("columns-") && file !== TEMPLATE)) rmSync(days.path(file));
    if (!match || named.has(file)) continue;
    const day = dayOf(Date.parse(match[1]!) * 1000);
    const [hot] = await session.rows(`SELECT 1 FROM calls WHERE started_at >= ${day * DAY_US} AND started_at < ${(day + 1) * DAY_US} LIMIT 1`);
    const sealed: SealedDay = { day, file, calls: 0, generation: Number(match[2] ?? 1) };
    if (hot || days.get(day) || !(await adopt(session, days, sealed))) {
      rmSync(days.path(file), { force: true });
      rmSync(days.keyPath(file), { force: true });
    }
  }
}

async function adopt(session: Session, days: Days, sealed: SealedDay): Promise<boolean> {
  try {
    const [counted] = await session.rows(`SELECT count(*) FROM ${days.relation([sealed])}`);
    const calls = Number(counted![0]);
    if (!existsSync(days.keyPath(sealed.file))) await writeKeysOf(session, days, sealed);
    await session.run((bind) => `INSERT INTO sealed_day VALUES (${sealed.day}, ${bind.text(sealed.file)}, ${calls}, ${sealed.generation})`);
    days.set({ ...sealed, calls });
    return true;
  } catch {
    return false;
  }
}

/** Makes a lost key file anew from the day's rows. */
export async function writeKeysOf(session: Session, days: Days, { day, file }: SealedDay): Promise<void> {
  const callIds = createPairList();
  const ids = createPairList();
  const sealed = days.relation([{ day, file, calls: 0, generation: 0 }]);
  for await (const [callId, id, sessionId, firstLegs, startedAt] of session.chunks(`SELECT call_id, id, session_id, coalesce(first_legs, ''), started_at FROM ${sealed}`)) {
    startedAt!.forEach((us, i) => {
      const ms = Math.floor((Number(us) - day * DAY_US) / 1000);
      callIds.add(keyOf(String(callId![i])), ms);
      ids.add(keyOf(String(id![i])), ms);
      if (sessionId![i]) ids.add(keyOf(String(sessionId![i])), ms);
      for (const first of parseFirstLegs(String(firstLegs![i]))) ids.add(keyOf(first.id), ms);
    });
  }
  writeKeyFile(days.keyPath(file), { callId: callIds.pairs().sort(), id: ids.pairs().sort() });
}
