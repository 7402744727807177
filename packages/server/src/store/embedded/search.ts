// Searching and counting. A page is gathered in windows that grow from the near end of the range, so that "the newest 100" reads the newest
// hour and not the month, while a search that finds nothing still reads everything only once.
import { SipglassError, type Call, type Page, type Query, type Scope, type TimeRange } from "@sipglass/model";
import type { SearchOptions } from "../store.ts";
import type { Binder } from "./binder.ts";
import { SELECT_CALL, callOf } from "./columns.ts";
import type { Row, Session } from "./database.ts";
import { lookUp } from "./key-file.ts";
import { keyOf } from "./keys.ts";
import { extent, placesIn, readPlaces, where, type Place, type Places } from "./places.ts";
import type { SealedDay } from "./days.ts";

/** The first window is expected to hold so many pages before the query is applied; each next one is so much wider. */
const FIRST_WINDOW_PAGES = 20;
const WINDOW_GROWTH = 8;
const LEAST_WINDOW_US = 60_000_000;

interface Cursor {
  us: number;
  id: string;
}

/** `STARTED_AT_US.ID` */
export function readCursor(text: string): Cursor {
  const match = /^(\d{1,16})\.(.+)$/s.exec(text);
  if (!match) throw new SipglassError("bad_request", { field: "cursor" });
  return { us: Number(match[1]), id: match[2]! };
}

export const writeCursor = (call: Call): string => `${call.startedAtUs}.${call.id}`;

export async function searchCalls(places: Places, scope: Scope, options: SearchOptions): Promise<Page<Call>> {
  const cursor = options.cursor === undefined ? undefined : readCursor(options.cursor);
  const rows = await readPlaces(places, (session) => gather(places, session, scope, options, cursor));
  const items = rows.slice(0, options.limit).map((row) => callOf(row, scope));
  const missing = places.days.unreadable(options);
  return {
    items, next: rows.length > options.limit ? writeCursor(items.at(-1)!) : null,
    partial: missing.length > 0, warnings: missing.map((day) => `The index of ${day} is missing or damaged; sipglass rebuild makes it anew.`),
  };
}

async function gather(places: Places, session: Session, scope: Scope, options: SearchOptions, cursor: Cursor | undefined): Promise<Row[]> {
  const newest = options.order === "newest";
  const range = extent(places, options);
  let { fromUs, toUs } = range;
  if (cursor && newest) toUs = Math.min(toUs, cursor.us + 1);
  if (cursor && !newest) fromUs = Math.max(fromUs, cursor.us);
  const only = daysWithKey(places, options.query);
  const found: Row[] = [];
  for (let span = firstWindowUs(places, range, options.limit); fromUs < toUs && found.length <= options.limit; span *= WINDOW_GROWTH) {
    const window = newest ? { fromUs: Math.max(fromUs, toUs - span), toUs } : { fromUs, toUs: Math.min(toUs, fromUs + span) };
    found.push(...(await page(places, session, scope, { ...options, ...window, limit: options.limit + 1 - found.length }, cursor, only)));
    if (newest) toUs = window.fromUs;
    else fromUs = window.toUs;
  }
  return found;
}

function firstWindowUs({ days, hot }: Places, range: TimeRange, limit: number): number {
  const calls = days.list(range).reduce((sum, day) => sum + day.calls, hot.knownIds.size);
  return Math.max(LEAST_WINDOW_US, ((range.toUs - range.fromUs) * limit * FIRST_WINDOW_PAGES) / (calls + 1));
}

const STARTED_AT = SELECT_CALL.split(", ").indexOf("started_at");
const ID = SELECT_CALL.split(", ").indexOf("id");

async function page(
  places: Places, session: Session, scope: Scope, options: SearchOptions, cursor: Cursor | undefined, only: ((day: SealedDay) => boolean) | undefined,
): Promise<Row[]> {
  const [direction, beyond] = options.order === "newest" ? ["DESC", "<"] : ["ASC", ">"];
  const rows: Row[] = [];
  const asked = placesIn(places, options, only);
  for (const place of asked) {
    const select = (columns: string) => (bind: Binder): string => {
      const after = cursor ? ` AND (started_at ${beyond} ${bind.number(cursor.us)} OR (started_at = ${bind.number(cursor.us)} AND id ${beyond} ${bind.text(cursor.id)}))` : "";
      return `SELECT ${columns} FROM ${place.relation} WHERE ${where(bind, place, scope, options)}${after} ORDER BY started_at ${direction}, id ${direction} LIMIT ${options.limit}`;
    };
    if (place.sealed) rows.push(...(await fetchRows(session, place, await session.rows(select("started_at, id")), direction!)));
    else rows.push(...(await session.rows(select(SELECT_CALL))));
  }
  if (asked.length > 1) rows.sort(options.order === "newest" ? (a, b) => inOrder(b, a) : inOrder);
  return rows.slice(0, options.limit);
}

/** Parquet is asked twice, for the few columns that decide and then for the found rows: DuckDB does that by itself for its own tables only. */
async function fetchRows(session: Session, { relation }: Place, found: readonly Row[], direction: string): Promise<Row[]> {
  if (found.length === 0) return [];
  const starts = [...new Set(found.map(([us]) => us as bigint))];
  return session.rows((bind) => `SELECT ${SELECT_CALL} FROM ${relation} WHERE started_at IN (${starts.join(", ")})
    AND id IN (SELECT unnest(${bind.texts(found.map(([, id]) => String(id)))})) ORDER BY started_at ${direction}, id ${direction}`);
}

function inOrder(a: Row, b: Row): number {
  const difference = Number(a[STARTED_AT]) - Number(b[STARTED_AT]);
  return difference === 0 ? (a[ID]! < b[ID]! ? -1 : 1) : difference;
}

/** A query that asks for one Call-ID, id or session needs only the sealed days whose key file knows it. */
function daysWithKey({ days }: Places, query: Query): ((day: SealedDay) => boolean) | undefined {
  for (const item of query.type === "and" ? query.items : [query]) {
    if (item.type !== "term" || item.any.length !== 1) continue;
    const match = item.any[0]!;
    const list = item.field === "callid" ? "callId" : item.field === "id" || item.field === "session" ? "id" : undefined;
    if (list === undefined || match.type !== "exact" || match.value === "") continue;
    const key = keyOf(match.value);
    return ({ file }) => lookUp(days.keyPath(file), list, key)?.length !== 0;
  }
  return undefined;
}

export function countCalls(places: Places, scope: Scope, options: TimeRange & { query: Query }): Promise<number> {
  return readPlaces(places, async (session) => {
    let count = 0;
    for (const place of placesIn(places, options, daysWithKey(places, options.query))) {
      const [row] = await session.rows((bind) => `SELECT count(*) FROM ${place.relation} WHERE ${where(bind, place, scope, options)}`);
      count += Number(row![0]);
    }
    return count;
  });
}
