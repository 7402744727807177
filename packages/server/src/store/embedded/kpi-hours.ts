// KPIs counted ahead: beside every sealed day a Parquet file with the counts of its hours, for all calls and by the values of a few dimensions. Rows are
// split by the tenants of their calls and by leg, so that every scope and both ways of counting are answered from them. A file is a copy: where it is
// missing, made by other definitions, or the day has newer rows, the calls themselves are counted.
import { existsSync, readdirSync, renameSync, rmSync } from "node:fs";
import { ALL, KPI_DIMENSIONS, KPI_COUNTERS, KPI_DISTRIBUTIONS, KPI_SUMS, MOST_GROUPS, DEFAULT_PREFIX_DIGITS, addToHistogram, chosenDistributions, cleanItem, showsValue, type Query, type Scope, type TimeRange } from "@sipglass/model";
import { Binder } from "./binder.ts";
import { columnText } from "./columns.ts";
import { scopeCondition } from "./conditions.ts";
import type { Session } from "./database.ts";
import { DAY_US, type Days, type SealedDay } from "./days.ts";
import { keyOf } from "./keys.ts";
import type { Counting } from "./kpi.ts";
import { FLAGS, MEASURED_COLUMNS, NUMBER_IDS, addRow, aggregates, itemsOf, valueOf, withFlags } from "./kpi-sql.ts";

const HOUR_US = 3_600_000_000;
/** "" = all calls together. Those of tenants are told by the column `tenants`. */
const DIMENSIONS = ["", "code", "trunk", "src", "dst", "agent", "prefix", "state", "direction"];
/** A dimension with more values than that on a day is not counted ahead. */
const MOST_VALUES = 500;
/** `behind`: tenants that have an earlier leg in the session, where not all who see this leg see its first; else NULL. */
const HOUR_COLUMNS = "hour_at, tenants, leg, behind";
const BEHIND = `CASE WHEN coalesce(first_legs, '') <> '' THEN chr(31) || coalesce(array_to_string(list_transform(
  list_filter(string_split(first_legs, chr(31)), lambda item: item <> '' AND split_part(item, chr(30), 2) <> id), lambda item: split_part(item, chr(30), 1)), chr(31)), '') || chr(31) END`;
const DEFINITIONS = keyOf(JSON.stringify([KPI_COUNTERS.map(({ id, text }) => [id, text]), KPI_SUMS.map(({ id }) => id), KPI_DISTRIBUTIONS.map(({ id, counter }) => [id, counter]), DIMENSIONS, HOUR_COLUMNS])).toString(16);
const SUFFIX = `.kpi-${DEFINITIONS}.parquet`;

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
export const hoursFile = ({ file }: SealedDay): string => file.replace(/\.parquet$/, SUFFIX);

/** The values are ours; COPY takes no parameters. */
class Literals extends Binder {
  override text(value: string): string {
    return quote(value);
  }

  override number(value: number): string {
    return String(value);
  }
}

/** From the rows of the day's file, so that both say the same. */
export async function writeHours(session: Session, days: Days, day: SealedDay): Promise<void> {
  const path = days.path(hoursFile(day));
  const relation = days.relation([day]);
  const [distinct] = await session.rows(`SELECT ${DIMENSIONS.map((name) => (name === "" ? "1" : `count(DISTINCT ${storedValue(name)})`)).join(", ")} FROM ${relation}`);
  const kept = DIMENSIONS.filter((name, i) => name !== "" && Number(distinct![i]) <= MOST_VALUES);
  const names = [...NUMBER_IDS, ...KPI_DISTRIBUTIONS.map(({ id }) => `h_${id}`)];
  const values = kept.map((name) => `${storedValue(name)} AS d_${name}`);
  const rows = `SELECT *, ${[...values, `${columnText("leg")} AS leg`, `${BEHIND} AS behind`].join(", ")}, (started_at // ${HOUR_US}) * ${HOUR_US} AS hour_at FROM ${relation}`;
  /** In each grouping set one of the dimensions, in the first none. */
  const which = (what: (name: string) => string): string => kept.length === 0 ? "''" : `CASE ${kept.map((name) => `WHEN grouping(d_${name}) = 0 THEN ${what(name)}`).join(" ")} ELSE '' END`;
  const counted = `SELECT ${which(quote)} AS dimension, ${which((name) => `d_${name}`)} AS value, ${HOUR_COLUMNS}, ${aggregates(KPI_DISTRIBUTIONS).map((sql, i) => `${sql} AS ${names[i]}`).join(", ")}
    FROM (SELECT ${[HOUR_COLUMNS, ...kept.map((name) => `d_${name}`), MEASURED_COLUMNS, ...FLAGS].join(", ")} FROM ${withFlags(rows, new Literals())})
    GROUP BY GROUPING SETS ((${HOUR_COLUMNS})${kept.map((name) => `, (${HOUR_COLUMNS}, d_${name})`).join("")})`;
  await session.run(`COPY (${counted} ORDER BY dimension, hour_at) TO ${quote(`${path}.tmp`)} (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)`);
  renameSync(`${path}.tmp`, path);
}

const dimensionOf = (name: string) => KPI_DIMENSIONS.find((one) => one.name === name)!;
/** Lists are stored as they stand, and taken apart when they are read. */
const storedValue = (name: string): string => (dimensionOf(name).kind === "list" ? dimensionOf(name).column : valueOf(dimensionOf(name)));

export function removeHours(days: Days, day: SealedDay): void {
  rmSync(days.path(hoursFile(day)), { force: true });
}

/** Files of days that are no more, or that were written again, and of other definitions. */
export function settleHours(days: Days): void {
  const wanted = new Set(days.list().map(hoursFile));
  for (const file of readdirSync(days.directory)) if (/\.kpi-[0-9a-f]+\.parquet$/.test(file) && !wanted.has(file)) rmSync(days.path(file), { force: true });
}

export const lacksHours = (days: Days, day: SealedDay): boolean => !days.replaced.has(day.day) && !existsSync(days.path(hoursFile(day)));

export interface Ahead {
  days: SealedDay[];
  /** Whole hours. */
  hours: TimeRange;
  /** Parts of hours at the ends of the range. */
  edges: TimeRange[];
  dimension: string;
  onlyFirstLegs: boolean;
}

/** What of a question the hours can answer; undefined when that is nothing. */
export async function countedAhead(days: Days, session: Session, sealed: readonly SealedDay[], { question, dimension }: Counting): Promise<Ahead | undefined> {
  const { fromUs, toUs, bucketUs, digits = DEFAULT_PREFIX_DIGITS, query } = question;
  const onlyFirstLegs = isFirstLegs(query);
  if (query.type !== "all" && !onlyFirstLegs) return undefined;
  if (bucketUs !== undefined && (bucketUs % HOUR_US !== 0 || fromUs % HOUR_US !== 0)) return undefined;
  if (dimension?.name === "prefix" && digits !== DEFAULT_PREFIX_DIGITS) return undefined;
  const name = !dimension || dimension.name === "tenant" ? "" : dimension.name;
  if (!DIMENSIONS.includes(name)) return undefined;
  const hours = { fromUs: Math.ceil(fromUs / HOUR_US) * HOUR_US, toUs: Math.floor(toUs / HOUR_US) * HOUR_US };
  if (hours.toUs <= hours.fromUs) return undefined;
  const usable = sealed.filter((day) => (day.day + 1) * DAY_US > hours.fromUs && day.day * DAY_US < hours.toUs && !days.replaced.has(day.day) && existsSync(days.path(hoursFile(day))));
  const there = await daysWith(days, session, usable, name);
  if (there.length === 0) return undefined;
  const edges = [{ fromUs, toUs: hours.fromUs }, { fromUs: hours.toUs, toUs }].filter((edge) => edge.fromUs < edge.toUs && there.some(({ day }) => (day + 1) * DAY_US > edge.fromUs && day * DAY_US < edge.toUs));
  return { days: there, hours, edges, dimension: name, onlyFirstLegs };
}

function isFirstLegs(query: Query): boolean {
  const [only, more] = query.type === "term" && query.field === "leg" ? query.any : [];
  return more === undefined && only?.type === "exact" && only.value === "first";
}

/** As `leg:first` is for this scope. */
function isFirst(scope: Scope, bind: Binder): string {
  if (scope.kind === "all") return "leg = 'first'";
  const earlier = scope.tenants.map((tenant) => `contains(behind, ${bind.text(`\x1f${cleanItem(tenant)}\x1f`)})`);
  return `(CASE WHEN behind IS NULL THEN leg = 'first' ELSE NOT (${["false", ...earlier].join(" OR ")}) END)`;
}

const read = (days: Days, some: readonly SealedDay[]): string => `read_parquet([${some.map((day) => quote(days.path(hoursFile(day)))).join(", ")}])`;

/** A dimension that had too many values on a day is not in that day's file. */
async function daysWith(days: Days, session: Session, some: readonly SealedDay[], name: string): Promise<SealedDay[]> {
  if (name === "" || some.length === 0) return [...some];
  const found = await session.rows((bind) => `SELECT DISTINCT hour_at // ${DAY_US} FROM ${read(days, some)} WHERE dimension = ${bind.text(name)}`);
  const there = new Set(found.map(([day]) => Number(day)));
  return some.filter(({ day }) => there.has(day));
}

/** True when there were more groups than it took. */
export async function addHours(days: Days, session: Session, { days: some, hours, dimension: name, onlyFirstLegs }: Ahead, { scope, question, dimension, groups }: Counting): Promise<boolean> {
  const { fromUs, bucketUs } = question;
  const distributions = chosenDistributions(question.histograms);
  const value = !dimension ? "NULL" : dimension.name === "tenant" ? itemsOf("tenants") : dimension.kind === "list" ? itemsOf("value") : "value";
  const from = (bind: Binder): string => {
    const bucket = bucketUs === undefined ? "NULL" : `(hour_at - ${bind.number(fromUs)}) // ${bind.number(bucketUs)}`;
    const scoped = scope === ALL ? "true" : scopeCondition(scope, bind);
    return `FROM (SELECT *, ${value} AS group_value, ${bucket} AS bucket FROM ${read(days, some)} WHERE dimension = ${bind.text(name)}
      AND hour_at >= ${bind.number(hours.fromUs)} AND hour_at < ${bind.number(hours.toUs)} AND ${scoped}${onlyFirstLegs ? ` AND ${isFirst(scope, bind)}` : ""})`;
  };
  const groupOf = (row: readonly unknown[]) => {
    const shown = row[0] === null || !dimension ? null : String(row[0]);
    if (!showsValue(scope, dimension, shown)) return undefined;
    return groups.at(shown, bucketUs === undefined ? null : fromUs + Number(row[1]) * bucketUs);
  };
  const rows = await session.rows((bind) => `SELECT group_value, bucket, ${NUMBER_IDS.map((id) => `sum(${id})`).join(", ")} ${from(bind)}
    GROUP BY group_value, bucket HAVING sum(calls) > 0 ORDER BY sum(calls) DESC LIMIT ${MOST_GROUPS + 1}`);
  for (const row of rows.slice(0, MOST_GROUPS)) {
    const counts = groupOf(row);
    if (counts) addRow(counts, row.slice(2), []);
  }
  if (distributions.length === 0 || rows.length > MOST_GROUPS) return rows.length > MOST_GROUPS;
  const maps = distributions.map(({ id }) => `SELECT group_value, bucket, ${quote(id)} AS histogram, unnest(map_keys(h_${id})) AS place, unnest(map_values(h_${id})) AS calls FROM hours`);
  const places = await session.rows((bind) => `WITH hours AS (SELECT * ${from(bind)}) SELECT group_value, bucket, histogram, place, sum(calls) FROM (${maps.join(" UNION ALL ")}) GROUP BY ALL`);
  for (const row of places) {
    const counts = groupOf(row);
    if (counts) addToHistogram((counts.histograms[String(row[2])] ??= {}), Number(row[3]), Number(row[4]));
  }
  return false;
}
