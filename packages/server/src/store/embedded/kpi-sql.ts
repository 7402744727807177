// What KPIs are counted from, as SQL: the counters as flags of a row, what is measured of it, and the aggregates over both.
import type { DuckDBMapValue, DuckDBValue } from "@duckdb/node-api";
import {
  DEFAULT_PREFIX_DIGITS, DURATIONS, KPI_COUNTERS, KPI_DISTRIBUTIONS, KPI_SUMS, LONGEST_US,
  type Counter, type Dimension, type Distribution, type Histogram, type KpiCounts, type Measured, type Scale,
} from "@sipglass/model";
import type { Binder } from "./binder.ts";
import { columnText } from "./columns.ts";
import { queryCondition } from "./conditions.ts";
import type { Row } from "./database.ts";

export const FLAGS = KPI_COUNTERS.map(({ id }) => `is_${id}`);

/** The counters as columns: those that stand within others in a layer above them. */
export function withFlags(rowsOf: string, bind: Binder): string {
  const done = new Set<string | null>([null]);
  let layers = `(${rowsOf})`;
  for (let left: readonly Counter[] = KPI_COUNTERS; left.length > 0; left = left.filter(({ id }) => !done.has(id))) {
    const next = left.filter(({ within }) => done.has(within));
    const flag = ({ id, within, own }: Counter): string =>
      `${within === null ? "" : `is_${within} AND `}coalesce(${queryCondition(own, { bind, text: columnText, keys: {} })}, false) AS is_${id}`;
    layers = `(SELECT *, ${next.map(flag).join(", ")} FROM ${layers})`;
    for (const { id } of next) done.add(id);
  }
  return layers;
}

/** Everything that sums and distributions measure, in whole thousandths (`count`: as it is), by a name of its own. */
const nameOf = (measure: Measured): string => (measure.kind === "span" ? "span" : measure.column);
const MEASURES = new Map([...KPI_SUMS, ...KPI_DISTRIBUTIONS].map(({ measure }) => [nameOf(measure), measure]));
export const MEASURED_COLUMNS = [...MEASURES].map(([name, { kind }]) =>
  (kind === "span" ? "CASE WHEN ended_at > 0 THEN ended_at - started_at END AS span" : kind === "count" ? name : `round(${name} * 1000)::BIGINT AS ${name}`)).join(", ");

const shift = (name: string): string => `(floor(log2(least(${name}, ${LONGEST_US})))::BIGINT - 5)`;
/** Scale.place in whole arithmetic; floor(log2) is exact below 2^46. */
const place = (scale: Scale, name: string): string =>
  scale === DURATIONS ? `CASE WHEN ${name} IS NULL THEN NULL WHEN ${name} < 32 THEN greatest(${name}, 0) ELSE ${shift(name)} * 32 + (least(${name}, ${LONGEST_US}) >> ${shift(name)}) END`
  : `CASE WHEN ${name} IS NOT NULL THEN greatest(0, least(80, floor((${name} - 1000) / 50)))::BIGINT END`;

export function aggregates(distributions: readonly Distribution[]): string[] {
  return [
    "count(*)", ...KPI_COUNTERS.map(({ id }) => `count(*) FILTER (is_${id})`),
    ...KPI_SUMS.map(({ counter, measure }) => `sum(${nameOf(measure)}) FILTER (is_${counter})`),
    ...distributions.map(({ counter, measure, scale }) => `histogram(${place(scale, nameOf(measure))}) FILTER (is_${counter})`),
  ];
}

/** The items of a list, one by one; "" when there is none. */
export const itemsOf = (column: string): string =>
  `unnest(CASE WHEN ${column} = '' THEN [''] ELSE list_distinct(string_split(substr(${column}, 2, length(${column}) - 2), chr(31))) END)`;

/** SQL of the value, or of its values one by one. */
export function valueOf({ kind, column, name }: Dimension, digits = DEFAULT_PREFIX_DIGITS): string {
  switch (kind) {
    case "text":
      return columnText(column);
    case "number":
      return name === "code" ? `CASE WHEN ${column} = 0 THEN '' ELSE coalesce(${column}::VARCHAR, '') END` : `coalesce(${column}::VARCHAR, '')`;
    case "list":
      return itemsOf(column);
    case "last":
      return columnText(name);
    case "prefix":
      return `regexp_extract(${column}, '^\\+?[0-9]{1,${digits}}')`;
  }
}

/** Of all numbers, in the order of `aggregates`. */
export const NUMBER_IDS: readonly string[] = ["calls", ...KPI_COUNTERS.map(({ id }) => id), ...KPI_SUMS.map(({ id }) => id)];

/** `row`: in the order of `aggregates`. */
export function addRow({ numbers, histograms }: KpiCounts, row: Row, distributions: readonly Distribution[]): void {
  NUMBER_IDS.forEach((id, i) => (numbers[id] = (numbers[id] ?? 0) + Number(row[i] ?? 0)));
  distributions.forEach(({ id }, i) => addEntries((histograms[id] ??= {}), row[NUMBER_IDS.length + i]));
}

/** Map of place → count. */
function addEntries(histogram: Histogram, value: DuckDBValue | undefined): void {
  if (value === null || value === undefined) return;
  for (const { key, value: count } of (value as DuckDBMapValue).entries) histogram[Number(key)] = (histogram[Number(key)] ?? 0) + Number(count);
}
