// What clients of homer-app ask, read leniently: numbers as text, times in milliseconds, microseconds or seconds, one item where a list is meant.
import { SipglassError } from "@sipglass/model";
import { HOMER_TABLES, isHomerTable, type HomerTable } from "../../search/homer/homer-table.ts";
import { searchOfForm, searchOfNames, type FormField, type RowSearch } from "../../search/homer/conditions.ts";

type Json = Record<string, unknown>;

export const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);
export const recordOf = (value: unknown): Json => (isRecord(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);
export const textsOf = (value: unknown): string[] => listOf(value).flatMap((item) => (typeof item === "string" || typeof item === "number" ? [String(item)] : []));

export interface HomerRange {
  fromUs: number;
  toUs: number;
}

const DAY_US = 86_400_000_000;
const MS = 1000;

/** Epoch in milliseconds as homer-ui sends it; in seconds or microseconds by its size; or RFC 3339. */
function timeUs(value: unknown): number | undefined {
  if (typeof value === "string" && !/^\d+$/.test(value.trim())) {
    const parsed = Date.parse(value);
    return Number.isNaN(parsed) ? undefined : parsed * MS;
  }
  const number = Number(value);
  if (value === null || value === undefined || value === "" || !Number.isFinite(number) || number < 0) return undefined;
  return number < 1e11 ? number * 1e6 : number < 1e14 ? number * MS : number;
}

/** Without times the last day, and a little ahead for senders whose clocks run fast. `to` is inclusive to its millisecond. */
export function rangeOf(body: Json, nowUs: number): HomerRange {
  const { from, to } = recordOf(body["timestamp"]);
  const toUs = timeUs(to);
  const fromUs = timeUs(from);
  return { fromUs: fromUs ?? (toUs ?? nowUs) - DAY_US, toUs: toUs === undefined ? nowUs + DAY_US / 24 : toUs + MS };
}

export interface HomerSearch {
  tables: ReadonlySet<HomerTable>;
  search: RowSearch;
  /** Asked in the plain form of scripts: `{ "search": { "callid": "…" } }`. */
  plain: boolean;
}

/** Keys of `param.search`: tables with fields, or plain names. */
export function searchOf(body: Json): HomerSearch {
  const param = recordOf(body["param"]);
  const search = recordOf(param["search"]);
  const orLogic = param["orlogic"] === true || param["orlogic"] === "true";
  const tables = new Set<HomerTable>();
  const fields: FormField[] = [];
  const names: Record<string, string> = {};
  for (const [key, value] of Object.entries(search)) {
    if (isHomerTable(key)) {
      tables.add(key);
      fields.push(...fieldsOf(value));
    } else if (typeof value === "string" || typeof value === "number") names[key] = String(value);
  }
  if (tables.size > 0) return { tables, search: searchOfForm(fields, orLogic), plain: false };
  return { tables: new Set(["1_call", "1_registration", "1_default"]), search: searchOfNames(names), plain: Object.keys(names).length > 0 };
}

/** Rows have numbers of their own in every installation: links name calls by Call-ID beside them. */
const ROW_NUMBERS = new Set(["id", "uuid"]);

/** A list of fields; or, as links and some scripts have it, an object of names with one value or several. */
function fieldsOf(value: unknown): FormField[] {
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([name, wanted]) =>
      ROW_NUMBERS.has(name) || textsOf(wanted).length === 0 ? [] : [{ name: name === "callid" ? "sid" : name, value: textsOf(wanted).join(";") }]);
  }
  return listOf(value).flatMap((item) => {
    const { name, value: wanted, type } = recordOf(item);
    if (typeof name !== "string" || (typeof wanted !== "string" && typeof wanted !== "number")) return [];
    return [{ name, value: String(wanted), ...(typeof type === "string" ? { type } : {}) }];
  });
}

export function limitOf(body: Json, asked: number | undefined): number {
  const limit = asked ?? Number(recordOf(body["param"])["limit"] ?? 200);
  return Math.min(Math.max(Number.isFinite(limit) ? Math.floor(limit) : 200, 1), 10_000);
}

export interface IdsAsked {
  callIds: string[];
  rowIds: number[];
  /** Addresses and networks that are to be left out. */
  excluded: readonly string[];
}

/** `{ "1_call": { "callid": […], "id": 1, "uuid": […] } }`, any number of tables; `callid` beside them or a single text too. */
export function idsOf(body: Json): IdsAsked {
  const param = recordOf(body["param"]);
  const search = recordOf(param["search"]);
  const payloads = Object.entries(search).flatMap(([key, value]) => (isRecord(value) ? [value] : key === "callid" ? [{ callid: value }] : []));
  const callIds = payloads.flatMap((payload) => [...textsOf(payload["callid"]), ...textsOf(payload["sid"])]);
  const rowIds = payloads.flatMap((payload) => [...listOf(payload["id"]), ...listOf(payload["uuid"])].map(Number)).filter((id) => Number.isSafeInteger(id) && id > 0);
  return { callIds: [...new Set(callIds)], rowIds: [...new Set(rowIds)], excluded: textsOf(param["whitelist"]) };
}

export function bodyOf(body: unknown): Json {
  if (isRecord(body)) return body;
  throw new SipglassError("bad_request", {}, `The body must be a JSON object with timestamp and param; tables are ${HOMER_TABLES.join(", ")}.`);
}
