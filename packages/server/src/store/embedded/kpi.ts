// KPIs: counters, sums and histograms of the model as aggregates of SQL, equal to `tallyCalls` (a property test of the contract holds them so).
import type { DuckDBMapValue, DuckDBValue } from "@duckdb/node-api";
import {
  DEFAULT_PREFIX_DIGITS, DURATIONS, KPI_COUNTERS, KPI_DISTRIBUTIONS, KPI_SUMS, KpiGroups, LONGEST_US, MOST_GROUPS, checkKpiQuestion, showsValue,
  type Counter, type Dimension, type Histogram, type KpiAnswer, type KpiCounts, type KpiQuestion, type Measured, type Scale, type Scope, type TimeRange,
} from "@sipglass/model";
import type { Binder } from "./binder.ts";
import { columnText } from "./columns.ts";
import { queryCondition } from "./conditions.ts";
import type { Row, Session } from "./database.ts";
import { placesIn, readPlaces, where, type Place, type Places } from "./places.ts";

export function kpiOfCalls(places: Places, scope: Scope, question: KpiQuestion): Promise<KpiAnswer> {
  const dimension = checkKpiQuestion(question);
  return readPlaces(places, async (session) => {
    const groups = new KpiGroups(question.histograms);
    let truncated = false;
    for (const place of placesIn(places, question)) truncated = (await countPlace(session, place, { scope, question, dimension, groups })) || truncated;
    return groups.answer(truncated);
  });
}

interface Counting {
  scope: Scope;
  question: KpiQuestion;
  dimension: Dimension | undefined;
  groups: KpiGroups;
}

/** True when there were more groups than it took. */
export async function countPlace(session: Session, place: Place, { scope, question, dimension, groups }: Counting, range: TimeRange = question): Promise<boolean> {
  const rows = await session.rows((bind) => {
    const { fromUs, bucketUs, histograms = true } = question;
    const bucket = bucketUs === undefined ? "NULL" : `(started_at - ${bind.number(fromUs)}) // ${bind.number(bucketUs)}`;
    const value = dimension ? valueOf(dimension, question.digits) : "NULL";
    const rowsOf = `SELECT *, ${value} AS value, ${bucket} AS bucket FROM ${place.relation} WHERE ${where(bind, place, scope, { ...question, ...range })}`;
    return `SELECT value, bucket, ${aggregates(histograms).join(", ")} FROM (SELECT value, bucket, ${MEASURED_COLUMNS}, ${FLAGS.join(", ")} FROM ${withFlags(rowsOf, bind)})
      GROUP BY value, bucket ORDER BY count(*) DESC LIMIT ${MOST_GROUPS + 1}`;
  });
  for (const row of rows.slice(0, MOST_GROUPS)) {
    const value = row[0] === null || !dimension ? null : String(row[0]);
    // Without groups there is one row, even of nothing.
    if (!showsValue(scope, dimension, value) || Number(row[2]) === 0) continue;
    const atUs = question.bucketUs === undefined ? null : question.fromUs + Number(row[1]) * question.bucketUs;
    addRow(groups.at(value, atUs), row.slice(2), question.histograms ?? true);
  }
  return rows.length > MOST_GROUPS;
}

const FLAGS = KPI_COUNTERS.map(({ id }) => `is_${id}`);

/** The counters as columns: those that stand within others in a layer above them. */
function withFlags(rowsOf: string, bind: Binder): string {
  const done = new Set<string | null>([null]);
  let layers = `(${rowsOf})`;
  for (let left: readonly Counter[] = KPI_COUNTERS; left.length > 0; left = left.filter(({ id }) => !done.has(id))) {
    const next = left.filter(({ within }) => done.has(within));
    const flag = ({ id, within, own }: Counter): string =>
      `${within === null ? "" : `is_${within} AND `}coalesce(${queryCondition(own, { bind, text: columnText, keys: false })}, false) AS is_${id}`;
    layers = `(SELECT *, ${next.map(flag).join(", ")} FROM ${layers})`;
    for (const { id } of next) done.add(id);
  }
  return layers;
}

/** Everything that sums and distributions measure, in whole thousandths (`count`: as it is), by a name of its own. */
const nameOf = (measure: Measured): string => (measure.kind === "span" ? "span" : measure.column);
const MEASURES = new Map([...KPI_SUMS, ...KPI_DISTRIBUTIONS].map(({ measure }) => [nameOf(measure), measure]));
const MEASURED_COLUMNS = [...MEASURES].map(([name, { kind }]) =>
  (kind === "span" ? "CASE WHEN ended_at > 0 THEN ended_at - started_at END AS span" : kind === "count" ? name : `round(${name} * 1000)::BIGINT AS ${name}`)).join(", ");

const shift = (name: string): string => `(floor(log2(least(${name}, ${LONGEST_US})))::BIGINT - 5)`;
/** Scale.place in whole arithmetic; floor(log2) is exact below 2^46. */
const place = (scale: Scale, name: string): string =>
  scale === DURATIONS ? `CASE WHEN ${name} IS NULL THEN NULL WHEN ${name} < 32 THEN greatest(${name}, 0) ELSE ${shift(name)} * 32 + (least(${name}, ${LONGEST_US}) >> ${shift(name)}) END`
  : `CASE WHEN ${name} IS NOT NULL THEN greatest(0, least(80, floor((${name} - 1000) / 50)))::BIGINT END`;

function aggregates(histograms: boolean): string[] {
  return [
    "count(*)", ...KPI_COUNTERS.map(({ id }) => `count(*) FILTER (is_${id})`),
    ...KPI_SUMS.map(({ counter, measure }) => `sum(${nameOf(measure)}) FILTER (is_${counter})`),
    ...(histograms ? KPI_DISTRIBUTIONS.map(({ counter, measure, scale }) => `histogram(${place(scale, nameOf(measure))}) FILTER (is_${counter})`) : []),
  ];
}

/** SQL of the value, or of its values one by one. */
function valueOf({ kind, column, name }: Dimension, digits = DEFAULT_PREFIX_DIGITS): string {
  switch (kind) {
    case "text":
      return columnText(column);
    case "number":
      return name === "code" ? `CASE WHEN ${column} = 0 THEN '' ELSE coalesce(${column}::VARCHAR, '') END` : `coalesce(${column}::VARCHAR, '')`;
    case "list":
      return `unnest(CASE WHEN ${column} = '' THEN [''] ELSE list_distinct(string_split(substr(${column}, 2, length(${column}) - 2), chr(31))) END)`;
    case "last":
      return columnText(name);
    case "prefix":
      return `regexp_extract(${column}, '^\\+?[0-9]{1,${digits}}')`;
  }
}

/** `row`: in the order of `aggregates`. */
function addRow({ numbers, histograms }: KpiCounts, row: Row, withHistograms: boolean): void {
  const ids = ["calls", ...KPI_COUNTERS.map(({ id }) => id), ...KPI_SUMS.map(({ id }) => id)];
  ids.forEach((id, i) => (numbers[id] = (numbers[id] ?? 0) + Number(row[i] ?? 0)));
  if (!withHistograms) return;
  KPI_DISTRIBUTIONS.forEach(({ id }, i) => addEntries(histograms[id]!, row[ids.length + i]));
}

/** Map of place → count. */
function addEntries(histogram: Histogram, value: DuckDBValue | undefined): void {
  if (value === null || value === undefined) return;
  for (const { key, value: count } of (value as DuckDBMapValue).entries) histogram[Number(key)] = (histogram[Number(key)] ?? 0) + Number(count);
}
