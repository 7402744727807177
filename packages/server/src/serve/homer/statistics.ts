// The statistics panel of homer-ui, made for InfluxDB 1: databases, retention policies, measurements, fields, and their course. It is answered from
// the calls themselves, as an InfluxDB would, within what the reader may see; no InfluxDB is asked.
import { distributionsFor, kpisOf } from "@sipglass/analyse";
import { emptyCounts, KPI_COUNTERS, KPI_DEFINITIONS, SipglassError, type KpiCounts } from "@sipglass/model";
import type { FastifyReply } from "fastify";
import { scopeOf } from "../auth/identity.ts";
import { queryOf } from "../query-param.ts";
import type { Api, Serving } from "../serving.ts";
import { countedBy } from "../v1/present-kpi.ts";
import { wholeBuckets } from "../v1/stats.ts";
import { FOUND } from "./answers.ts";
import { bodyOf, limitOf, rangeOf, recordOf, textsOf, type HomerRange } from "./requests.ts";

const OWN = { config: { access: "signed_in" }, schema: { hide: true } } as const;
const DATABASE = "sipglass";
/** As InfluxDB names what nobody named. */
const POLICY = "autogen";
const MOST_QUERIES = 20;
const HOUR_US = 3_600e6;

interface Measurement {
  fields: readonly string[];
  /** Of one bucket of time. */
  values(counts: KpiCounts, fields: ReadonlySet<string>): Map<string, number | null>;
}

const counterIds = KPI_COUNTERS.map(({ id }) => id);
const kpiIds = KPI_DEFINITIONS.map(({ id }) => id);
const MEASUREMENTS: ReadonlyMap<string, Measurement> = new Map([
  ["counters", { fields: counterIds, values: ({ numbers }) => new Map(counterIds.map((id) => [id, numbers[id] ?? 0])) }],
  ["kpis", { fields: kpiIds, values: (counts, fields) => new Map(kpisOf(counts, fields).map(({ id, value }) => [id, value])) }],
]);

interface Series {
  name: string;
  columns: string[];
  values: (string | number | boolean | null)[][];
}

/** As the InfluxDB client of homer-app writes an answer. */
const answered = (reply: FastifyReply, found: readonly Series[]): FastifyReply =>
  reply.status(FOUND).send(
    found.length === 0
      ? { status: "ok", total: 0, data: [] }
      : { status: "ok", total: found.length, data: { Results: found.map((series, i) => ({ statement_id: i, Series: [series], Messages: null })) } },
  );

const firstQuery = (body: unknown) => queriesOf(bodyOf(body))[0];

function queriesOf(body: Record<string, unknown>) {
  const { query } = recordOf(body["param"]);
  const queries = Array.isArray(query) ? query.map(recordOf) : [];
  if (queries.length > MOST_QUERIES)
    throw new SipglassError("too_large", { field: "param.query" }, `Ask ${MOST_QUERIES} questions at most.`);
  return queries.map(({ main, type }) => ({
    name: String(main),
    measurement: MEASUREMENTS.get(String(main)),
    fields: new Set(textsOf(type)),
  }));
}

export function addStatistics(app: Api, serving: Serving): void {
  app.get("/statistic/_db", OWN, async (_request, reply) =>
    answered(reply, [{ name: "databases", columns: ["name"], values: [[DATABASE]] }]),
  );
  app.post("/statistic/_retentions", OWN, async (_request, reply) =>
    answered(reply, [{ name: "", columns: ["name", "duration", "shardGroupDuration", "replicaN", "default"], values: [[POLICY, "0s", "168h0m0s", 1, true]] }]),
  );
  app.get<{ Params: { db: string } }>("/statistic/_measurements/:db", OWN, async (request, reply) =>
    answered(reply, request.params.db === DATABASE ? [{ name: "measurements", columns: ["name"], values: [...MEASUREMENTS.keys()].map((name) => [name]) }] : []),
  );
  app.post("/statistic/_metrics", OWN, async (request, reply) => {
    const { name = "", measurement } = firstQuery(request.body) ?? {};
    return answered(
      reply,
      measurement ? [{ name, columns: ["fieldKey", "fieldType"], values: measurement.fields.map((field) => [field, "float"]) }] : [],
    );
  });
  // Nothing is split by tags here, and homer-app asks by none.
  app.post("/statistic/_tags", OWN, async (_request, reply) => answered(reply, []));
  addCourse(app, serving);
}

function addCourse(app: Api, { questions, now }: Serving): void {
  app.post("/statistic/data", OWN, async (request, reply) => {
    const body = bodyOf(request.body);
    const asked = queriesOf(body).filter(({ measurement, fields }) => measurement?.fields.some((field) => fields.has(field)));
    if (asked.length === 0) return answered(reply, []);
    const { bucketUs, fromUs, toUs } = bucketsFor(rangeOf(body, now()), limitOf(body, undefined));
    const scope = scopeOf(request);
    const query = countedBy(queryOf(undefined, now(), scope).query, "sessions");
    const histograms = distributionsFor(new Set(asked.flatMap(({ fields }) => [...fields])));
    const { groups } = await questions.kpi(scope, { fromUs, toUs, query, bucketUs, histograms });
    const byTime = new Map(groups.map(({ atUs, counts }) => [atUs, counts]));
    const nothing = emptyCounts(histograms);
    // Newest first, as homer-app asks for it.
    const times = Array.from({ length: (toUs - fromUs) / bucketUs }, (_, i) => toUs - (i + 1) * bucketUs);
    return answered(reply, asked.map(({ name, measurement, fields }) => {
      const shown = measurement!.fields.filter((field) => fields.has(field));
      const rows = times.map((atUs) => {
        const values = measurement!.values(byTime.get(atUs) ?? nothing, fields);
        return [timeText(atUs), ...shown.map((field) => values.get(field) ?? null)];
      });
      return { name, columns: ["time", ...shown], values: rows };
    }));
  });
}

const timeText = (timeUs: number): string => new Date(timeUs / 1000).toISOString().replace(".000Z", "Z");

/** Widths as homer-app chooses them, and no more buckets than are asked for: the newest. */
function bucketsFor(range: HomerRange, limit: number) {
  const hours = Math.floor((range.toUs - range.fromUs) / HOUR_US);
  const bucketUs = (hours <= 2 ? 60 : hours <= 8 ? 300 : hours <= 50 ? 3600 : 86_400) * 1e6;
  const { fromUs, toUs } = wholeBuckets(range, bucketUs);
  if (!(toUs > fromUs)) throw new SipglassError("bad_request", { field: "timestamp" }, "The time range is empty.");
  return { bucketUs, fromUs: Math.max(fromUs, toUs - limit * bucketUs), toUs };
}
