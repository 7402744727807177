// Where a read looks: the hot table, and the sealed days in its range. Both are asked in one snapshot, each in the way that it answers fastest.
import { SipglassError, type Query, type Scope, type TimeRange } from "@sipglass/model";
import type { Hot } from "./append.ts";
import type { Binder } from "./binder.ts";
import { columnTextFor, keyConditionsFor } from "./columns.ts";
import { queryCondition, scopeCondition, type Target } from "./conditions.ts";
import type { Database, Session } from "./database.ts";
import { DAY_US, type Days, type SealedDay } from "./days.ts";

/** A relation, and the condition that its rows must meet beside the reader's own. */
export interface Place {
  relation: string;
  /** Keeps out rows that have a newer one in the hot table. */
  outdated: string;
  sealed: boolean;
}

export interface Places {
  database: Database;
  days: Days;
  hot: Hot;
}

export const HOT: Place = { relation: "calls", outdated: "true", sealed: false };

export function sealedPlace(days: Days, some: readonly SealedDay[]): Place {
  const outdated = some.some(({ day }) => days.replaced.has(day)) ? "id NOT IN (SELECT id FROM replaced)" : "true";
  return { relation: days.relation(some), outdated, sealed: true };
}

/** Places that can hold calls begun in the range. Sealed days first: what moves between two looks is then found twice, not never. */
export function placesIn({ days, hot }: Places, range: TimeRange, only?: (day: SealedDay) => boolean): Place[] {
  const some = days.list(range).filter((day) => only?.(day) ?? true);
  const places = some.length === 0 ? [] : [sealedPlace(days, some)];
  return hotHolds({ hot }, range) ? [...places, HOT] : places;
}

/** May be true for a range without calls. */
export const hotHolds = ({ hot }: Pick<Places, "hot">, range: TimeRange): boolean => hot.fromUs < range.toUs && hot.toUs > range.fromUs;

/** The range cut to where calls are at all. */
export function extent({ days, hot }: Places, range: TimeRange): TimeRange {
  const sealed = days.list(range);
  const fromUs = Math.min(hot.fromUs, sealed.length === 0 ? Number.MAX_SAFE_INTEGER : sealed[0]!.day * DAY_US);
  const toUs = Math.max(hot.toUs, sealed.length === 0 ? 0 : (sealed.at(-1)!.day + 1) * DAY_US);
  return { fromUs: Math.max(range.fromUs, fromUs), toUs: Math.min(range.toUs, toUs) };
}

export function where(bind: Binder, place: Place, scope: Scope, options: TimeRange & { query: Query }): string {
  const target: Target = { bind, text: columnTextFor(scope, bind), keys: place.sealed ? {} : keyConditionsFor(scope) };
  return [
    `started_at >= ${bind.number(options.fromUs)} AND started_at < ${bind.number(options.toUs)}`,
    scopeCondition(scope, bind), queryCondition(options.query, target), place.outdated,
  ].filter((part) => part !== "true").join(" AND ");
}

/** A read; when a sealed file turns out to be damaged, it is set aside, named in the answer, and the read done again without it. */
export async function readPlaces<T>(places: Places, work: (session: Session) => Promise<T>): Promise<T> {
  try {
    return await places.database.read(work);
  } catch (error) {
    if (!(error instanceof SipglassError) || error.code !== "unavailable" || !(await setDamagedAside(places))) throw error;
    return places.database.read(work);
  }
}

async function setDamagedAside({ database, days }: Places): Promise<boolean> {
  let found = false;
  for (const day of days.list()) {
    try {
      await database.read((session) => session.rows(`SELECT max(hash(call)) FROM ${days.relation([day])} AS call`));
    } catch {
      days.markUnreadable(day.day);
      found = true;
    }
  }
  return found;
}
