// Numbers over calls: KPIs, their course over time, the largest of anything, distributions, and the week as a map. Every number comes with its
// counts and with the query that finds its calls.
import { distributionsFor, kpisOf, type KpiValue } from "@sipglass/analyse";
import {
  bucketsOf, checkKpiQuestion, DEFAULT_PREFIX_DIGITS, DURATION_ERROR, emptyCounts, kpiCounter, KPI_COUNTERS, KPI_DEFINITIONS, KPI_DIMENSIONS, KPI_DISTRIBUTIONS, MOST_PREFIX_DIGITS, percentile, printQuery,
  SipglassError, toRfc3339, countOf, type KpiCounts, type KpiGroup, type Query, type TimeRange,
} from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import { scopeOf } from "../auth/identity.ts";
import { queryOf } from "../query-param.ts";
import type { Api, Serving } from "../serving.ts";
import { rangeOf } from "../time-range.ts";
import { from, limitOf, q, to } from "./params.ts";
import { countedBy, CountsAnswer, GroupValue, kpiIds, KpiPoint, KpiShort, narrowed, ofGroup, presentGroup, presentTotal, Total } from "./present-kpi.ts";
import { Integer, Text, Time } from "./schemas.ts";
import { weekOf } from "./week.ts";

const HOUR_US = 3_600_000_000;
const UNIT_US: Readonly<Record<string, number>> = { s: 1e6, m: 60e6, h: HOUR_US, d: 24 * HOUR_US, w: 168 * HOUR_US };
const NICE_BUCKETS = ["10s", "30s", "1m", "5m", "15m", "1h", "6h", "1d", "1w"];
const USUAL_POINTS = 150;

const count = Type.Enum(["sessions", "legs"], { default: "sessions", description: "sessions: joined legs count once, by their first; legs: each" });
const kpis = Type.Optional(Type.String({ maxLength: 1024, description: "ids, separated by commas; all when left out" }));
const bucket = Type.Optional(Type.String({ pattern: "^[1-9]\\d{0,6}[smhdw]$", description: "width of the buckets of time: 30s, 5m, 1h, 1d" }));
const DIMENSIONS = KPI_DIMENSIONS.map(({ name }) => name);
const dimension = Type.Enum(DIMENSIONS);
const digits = Type.Integer({ minimum: 1, maximum: MOST_PREFIX_DIGITS, default: DEFAULT_PREFIX_DIGITS, description: "of the dimension prefix" });

interface Asked {
  q?: string;
  from?: string;
  to?: string;
  count: "sessions" | "legs";
}

function asked(request: FastifyRequest, { q: text, count: by, ...given }: Asked, nowUs: number) {
  const scope = scopeOf(request);
  const { query, range } = queryOf(text, nowUs, scope);
  return { scope, query: countedBy(query, by), range: rangeOf({ ...given, range }, nowUs, 0) };
}

export const bucketUsOf = (text: string): number => Number(text.slice(0, -1)) * UNIT_US[text.slice(-1)]!;

/** Whole buckets that hold the range; they begin at round times (UTC). */
export function wholeBuckets({ fromUs, toUs }: TimeRange, bucketUs: number): TimeRange {
  return { fromUs: Math.floor(fromUs / bucketUs) * bucketUs, toUs: Math.ceil(toUs / bucketUs) * bucketUs };
}

const niceBucketUs = ({ fromUs, toUs }: TimeRange): number =>
  bucketUsOf(NICE_BUCKETS.find((width) => (toUs - fromUs) / bucketUsOf(width) <= USUAL_POINTS) ?? "1w");

const shown = ({ fromUs, toUs }: TimeRange) => ({ from: toRfc3339(fromUs), to: toRfc3339(toUs) });
const totalOf = (groups: readonly KpiGroup[]): KpiCounts => groups[0]?.counts ?? emptyCounts();

export function addStats(app: Api, serving: Serving): void {
  addKpis(app, serving);
  addTimeSeries(app, serving);
  addTop(app, serving);
  addDistribution(app, serving);
  addWeek(app, serving);
}

function addKpis(app: Api, { questions, now }: Serving): void {
  app.get(
    "/stats/kpis",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "KPIs of the calls that began in a time range, each with its counts, its counting rule and the queries that find its calls",
        tags: ["stats"],
        querystring: Type.Object({ q, from, to, count, kpis, group_by: Type.Optional(dimension), bucket, digits, limit: limitOf(20, 1000) }),
        response: {
          200: Type.Object({
            from: Time, to: Time, count: Text, total: Total, truncated: Type.Boolean({ description: "there are more groups" }),
            groups: Type.Array(Type.Object({ value: GroupValue, at: Type.Union([Time, Type.Null()]), calls: Integer, query: Text, kpis: Type.Array(KpiShort) })),
          }),
        },
      },
    },
    async (request) => {
      const { group_by: groupBy, bucket: width, limit } = request.query;
      const { scope, query, range } = asked(request, request.query, now());
      const ids = kpiIds(request.query.kpis);
      const total = totalOf((await questions.kpi(scope, { ...range, query, histograms: distributionsFor(ids) })).groups);
      const answer = { ...shown(range), count: request.query.count, total: presentTotal(total, query, ids), truncated: false, groups: [] };
      if (groupBy === undefined && width === undefined) return answer;
      const question = { ...range, query, histograms: distributionsFor(ids), digits: request.query.digits, ...(groupBy === undefined ? {} : { groupBy }), ...(width === undefined ? {} : { bucketUs: bucketUsOf(width) }) };
      const split = checkKpiQuestion(question);
      const found = await questions.kpi(scope, question);
      const groups = found.groups.slice(0, limit).map(({ value, atUs, counts }) => {
        const own = split ? ofGroup(query, split, value ?? "", request.query.digits) : query;
        return { value, at: atUs === null ? null : toRfc3339(atUs), ...presentGroup(counts, own, ids) };
      });
      return { ...answer, groups, truncated: found.truncated || found.groups.length > limit };
    },
  );
}

function addTimeSeries(app: Api, { questions, now }: Serving): void {
  app.get(
    "/stats/timeseries",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "KPIs over time; the range is widened to whole buckets",
        tags: ["stats"],
        querystring: Type.Object({ q, from, to, count, kpis, bucket }),
        response: {
          200: Type.Object({
            from: Time, to: Time, bucket_s: Type.Number(), query: Text, calls: Type.Array(Integer),
            series: Type.Array(Type.Object({ id: Text, name: Text, unit: Text, points: Type.Array(KpiPoint) })),
          }),
        },
      },
    },
    async (request) => {
      const { scope, query, range } = asked(request, request.query, now());
      const { bucket: width } = request.query;
      const bucketUs = width === undefined ? niceBucketUs(range) : bucketUsOf(width);
      const whole = wholeBuckets(range, bucketUs);
      const ids = kpiIds(request.query.kpis);
      const { groups } = await questions.kpi(scope, { ...whole, query, bucketUs, histograms: distributionsFor(ids) });
      const byTime = new Map(groups.map(({ atUs, counts }) => [atUs, counts]));
      const times = Array.from({ length: (whole.toUs - whole.fromUs) / bucketUs }, (_, i) => whole.fromUs + i * bucketUs);
      const nothing = emptyCounts(distributionsFor(ids));
      const values = times.map((atUs) => kpisOf(byTime.get(atUs) ?? nothing, ids));
      const series = (values[0] ?? []).map(({ id, unit }, i) => ({
        id, name: KPI_DEFINITIONS.find((kpi) => kpi.id === id)!.name, unit, points: times.map((atUs, at) => pointOf(atUs, values[at]![i]!)),
      }));
      return { ...shown(whole), bucket_s: bucketUs / 1e6, query: printQuery(query), calls: times.map((atUs) => byTime.get(atUs)?.numbers["calls"] ?? 0), series };
    },
  );
}

const pointOf = (atUs: number, { value, numerator, denominator, few, percentiles }: KpiValue) => ({ at: toRfc3339(atUs), value, numerator, denominator, few, percentiles });

const ORDERS = ["attempts", "failed", "answered", "talk", "messages", "calls"] as const;

function addTop(app: Api, { questions, now }: Serving): void {
  app.get(
    "/stats/top",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "The largest values of a dimension: callers, callees, user agents, codes, trunks, failing destinations, …",
        tags: ["stats"],
        querystring: Type.Object({ q, from, to, count, by: Type.Enum(DIMENSIONS, { default: "code" }), order: Type.Enum([...ORDERS], { default: "calls" }), digits, limit: limitOf(10, 1000) }),
        response: {
          200: Type.Object({
            from: Time, to: Time, by: Text, order: Text, truncated: Type.Boolean(),
            items: Type.Array(Type.Object({ value: Text, calls: Integer, attempts: Integer, answered: Integer, failed: Integer, talk_s: Type.Number(), counts: CountsAnswer, query: Text })),
          }),
        },
      },
    },
    async (request) => {
      const { by, order, limit, digits: length } = request.query;
      const { scope, query, range } = asked(request, request.query, now());
      const question = { ...range, query, groupBy: by, digits: length, histograms: false };
      const split = checkKpiQuestion(question)!;
      const { groups, truncated } = await questions.kpi(scope, question);
      const size = ({ numbers }: KpiCounts): number => numbers[order === "talk" ? "talk_us" : order] ?? 0;
      const largest = groups.filter(({ counts }) => size(counts) > 0).sort((a, b) => size(b.counts) - size(a.counts));
      const items = largest.slice(0, limit).map(({ value, counts: { numbers } }) => ({
        value: value ?? "", calls: numbers["calls"]!, attempts: numbers["attempts"]!, answered: numbers["answered"]!, failed: numbers["failed"]!, talk_s: numbers["talk_us"]! / 1e6, counts: numbers,
        query: printQuery(ofGroup(query, split, value ?? "", length)),
      }));
      return { ...shown(range), by, order, items, truncated: truncated || largest.length > limit };
    },
  );
}

function addDistribution(app: Api, { questions, now }: Serving): void {
  app.get(
    "/stats/histogram",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "How delays, durations and MOS are distributed",
        tags: ["stats"],
        querystring: Type.Object({ q, from, to, count, of: Type.Enum(KPI_DISTRIBUTIONS.map(({ id }) => id), { default: "pdd" }) }),
        response: {
          200: Type.Object({
            from: Time, to: Time, of: Text, unit: Text, count: Integer, rule: Text, query: Text, error_pct: Type.Union([Type.Number(), Type.Null()]),
            percentiles: Type.Union([Type.Record(Text, Type.Number()), Type.Null()]), buckets: Type.Array(Type.Object({ from: Type.Number(), to: Type.Number(), count: Integer })),
          }),
        },
      },
    },
    async (request) => {
      const { scope, query, range } = asked(request, request.query, now());
      const { id, scale, unit, counter } = KPI_DISTRIBUTIONS.find((one) => one.id === request.query.of)!;
      const histogram = totalOf((await questions.kpi(scope, { ...range, query, histograms: [id] })).groups).histograms[id] ?? {};
      const parts = [5, 25, 50, 75, 90, 95, 99].map((part) => [`p${part}`, percentile(scale, histogram, part / 100)] as const);
      const { rule, query: own } = kpiCounter(counter);
      return {
        ...shown(range), of: id, unit, count: countOf(histogram), rule, query: printQuery(narrowed(query, own)), error_pct: unit === "ms" ? DURATION_ERROR * 100 : null,
        percentiles: countOf(histogram) === 0 ? null : (Object.fromEntries(parts) as Record<string, number>),
        buckets: bucketsOf(scale, histogram).map(({ low, high, count: many }) => ({ from: low, to: high, count: many })),
      };
    },
  );
}

/** Offsets of zones are whole quarters of an hour. */
const QUARTER_US = HOUR_US / 4;
const LONGEST_WEEKS_US = 100 * 24 * HOUR_US;

function addWeek(app: Api, { questions, now }: Serving): void {
  app.get(
    "/stats/week",
    {
      config: { access: "signed_in" },
      schema: {
        summary: "A counter or KPI by hour and weekday in a time zone; the range (at most 100 days) is widened to whole quarters of an hour",
        tags: ["stats"],
        querystring: Type.Object({
          q, from, to, count, zone: Type.String({ default: "UTC", maxLength: 64, description: "IANA name: Europe/Berlin" }),
          of: Type.Enum([...KPI_COUNTERS.map(({ id }) => id), ...KPI_DEFINITIONS.map(({ id }) => id)].filter((id, i, all) => all.indexOf(id) === i), { default: "attempts", description: "counter or KPI" }),
        }),
        response: {
          200: Type.Object({
            from: Time, to: Time, zone: Text, of: Text, unit: Text, query: Text,
            cells: Type.Array(Type.Object({ weekday: Type.Integer({ minimum: 1, maximum: 7, description: "1 = Monday" }), hour: Integer, value: Type.Union([Type.Number(), Type.Null()]), numerator: Type.Number(), denominator: Type.Number() })),
          }),
        },
      },
    },
    async (request) => {
      const { scope, query, range } = asked(request, request.query, now());
      const { zone, of } = request.query;
      const whole = wholeBuckets(range, QUARTER_US);
      if (whole.toUs - whole.fromUs > LONGEST_WEEKS_US) throw new SipglassError("bad_request", { field: "from" }, "The range is longer than 100 days.");
      const cells = weekOf(zone);
      const { groups } = await questions.kpi(scope, { ...whole, query, bucketUs: QUARTER_US, histograms: distributionsFor(new Set([of])) });
      return { ...shown(whole), zone, of, ...cells.of(of, groups), query: printQuery(ofWeek(query, of)) };
    },
  );
}

function ofWeek(query: Query, of: string): Query {
  const counter = KPI_COUNTERS.find(({ id }) => id === of);
  return counter ? narrowed(query, counter.query) : query;
}
