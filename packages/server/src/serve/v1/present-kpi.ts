// KPIs as people and programs see them: the number, what stands above and below its line, the rule by which it was counted, and the queries that
// find its calls.
import { kpisOf, type KpiValue } from "@sipglass/analyse";
import {
  and, countersOf, countingRule, DURATION_ERROR, kpiCounter, kpiFormula, KPI_DEFINITIONS, parseQuery, printQuery, SipglassError,
  type Dimension, type KpiCounts, type KpiDefinition, type Query,
} from "@sipglass/model";
import { Type } from "typebox";
import { Counts, Integer, Text } from "./schemas.ts";

const MaybeNumber = Type.Union([Type.Number(), Type.Null()]);
const Percentiles = Type.Union([Type.Object({ p50: Type.Number(), p95: Type.Number(), p99: Type.Number() }), Type.Null()]);

const VALUE = {
  id: Text, value: Type.Union([Type.Number(), Type.Null()], { description: "null = nothing was counted below the line; of a distribution the median" }), unit: Type.Enum(["%", "s", "ms", "mos"]),
  numerator: Type.Number(), denominator: Type.Number(), few: Type.Boolean({ description: "fewer than 30 below the line" }), percentiles: Percentiles,
  query: Type.Object({ numerator: Text, denominator: Text }, { description: "what finds the calls above and below the line, in the same from and to" }),
};
export const KpiShort = Type.Object(VALUE, { additionalProperties: false });
export const KpiLong = Type.Object({
  ...VALUE, name: Text, title: Text, formula: Text, rule: Type.String({ description: "counting rule" }), source: Text,
  error_pct: Type.Union([Type.Number(), Type.Null()], { description: "percentiles are no further than this from the true ones" }),
}, { additionalProperties: false });
export const KpiPoint = Type.Object({ at: Text, value: MaybeNumber, numerator: Type.Number(), denominator: Type.Number(), few: Type.Boolean(), percentiles: Percentiles }, { additionalProperties: false });
export const CountsAnswer = Counts;
export const GroupValue = Type.Union([Text, Type.Null()], { description: "value of the dimension; \"\" = has none" });
export const Total = Type.Object({ calls: Integer, counts: Counts, kpis: Type.Array(KpiLong) }, { additionalProperties: false });

const FIRST_LEG: Query = kpiQuery("leg:first");

export function kpiQuery(text: string): Query {
  const parsed = parseQuery(text, { nowUs: 0 });
  if (!parsed.ok) throw new Error(`BUG: “${text}” is no query: ${parsed.message}`);
  return parsed.query;
}

/** Sessions are counted by their first leg. */
export const countedBy = (query: Query, count: "sessions" | "legs"): Query => (count === "legs" ? query : narrowed(query, FIRST_LEG));

export function narrowed(...parts: readonly Query[]): Query {
  return and(parts.filter(({ type }) => type !== "all"));
}

export const ofGroup = (query: Query, dimension: Dimension, value: string, digits: number): Query => narrowed(query, kpiQuery(dimension.query(value, digits)));

/** `asr,pdd`; everything when left out. */
export function kpiIds(text: string | undefined): ReadonlySet<string> | undefined {
  if (text === undefined || text === "") return undefined;
  const ids = text.split(",");
  const unknown = ids.find((id) => !KPI_DEFINITIONS.some((kpi) => kpi.id === id));
  if (unknown !== undefined) throw new SipglassError("bad_request", { field: "kpis" }, `There is no KPI “${unknown}”. There are ${KPI_DEFINITIONS.map(({ id }) => id).join(", ")}.`);
  return new Set(ids);
}

const definitionOf = (id: string): KpiDefinition => KPI_DEFINITIONS.find((kpi) => kpi.id === id)!;

function drillDown(kpi: KpiDefinition, query: Query): { numerator: string; denominator: string } {
  const { numerator, denominator } = countersOf(kpi);
  const shown = (id: string): Query => narrowed(query, kpiCounter(id).query);
  const above = kpi.kind === "share" ? narrowed(shown(numerator), kpiQuery(kpi.shown)) : shown(numerator);
  return { numerator: printQuery(above), denominator: printQuery(shown(denominator)) };
}

const short = (kpi: KpiValue, query: Query) => ({ ...kpi, query: drillDown(definitionOf(kpi.id), query) });

function long(kpi: KpiValue, query: Query) {
  const definition = definitionOf(kpi.id);
  const { name, title, source } = definition;
  const isDuration = definition.kind === "percentiles" && kpi.unit === "ms";
  return { ...short(kpi, query), name, title, formula: kpiFormula(definition), rule: countingRule(definition), source, error_pct: isDuration ? DURATION_ERROR * 100 : null };
}

export const presentTotal = (counts: KpiCounts, query: Query, ids?: ReadonlySet<string>) =>
  ({ calls: counts.numbers["calls"] ?? 0, counts: counts.numbers, kpis: kpisOf(counts, ids).map((kpi) => long(kpi, query)) });

export const presentGroup = (counts: KpiCounts, query: Query, ids?: ReadonlySet<string>) =>
  ({ calls: counts.numbers["calls"] ?? 0, query: printQuery(query), kpis: kpisOf(counts, ids).map((kpi) => short(kpi, query)) });
