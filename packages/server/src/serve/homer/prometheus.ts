// The Prometheus panel of homer-ui: names of metrics, their series, and their course, from the configured Prometheus. Its numbers are of the whole
// platform: they are for those who see everything.
import { SipglassError } from "@sipglass/model";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { bodyOf, rangeOf, recordOf, textsOf } from "./requests.ts";
import type { Upstream } from "./upstream.ts";

const ALL = { config: { access: "everything" }, schema: { hide: true } } as const;
const MOST_METRICS = 50;
/** What Prometheus gives at most of one series. */
const MOST_POINTS = 11_000;
const MOST_TEXT = 4096;

const dataOf = (answer: unknown): unknown => recordOf(answer)["data"];

export function addPrometheus(app: Api, { prometheus, now }: Serving): void {
  const configured = (): Upstream => {
    if (prometheus) return prometheus;
    throw new SipglassError("bad_request", {}, "Prometheus service is not enabled");
  };

  // homer-app answers nothing here, whatever is asked.
  app.post("/prometheus/data", ALL, async (_request, reply) => {
    configured();
    return reply.status(FOUND).send({});
  });
  app.post("/prometheus/value", ALL, async (request, reply) => {
    const upstream = configured();
    const body = bodyOf(request.body);
    const { metrics, precision } = recordOf(body["param"]);
    const asked = textsOf(metrics).filter((metric) => metric !== "" && metric.length <= MOST_TEXT);
    if (asked.length > MOST_METRICS) throw new SipglassError("too_large", { field: "metrics" }, `Ask for ${MOST_METRICS} metrics at most.`);
    const range = secondsOf(rangeOf(body, now()), Number(precision));
    const found = await Promise.all(asked.map((query) => upstream.ask("/api/v1/query_range", { query, ...range })));
    return reply.status(FOUND).send(found.map((answer) => ({ success: "", data: dataOf(answer) ?? null })));
  });
  app.get("/prometheus/labels", ALL, async (_request, reply) =>
    reply.status(FOUND).send(dataOf(await configured().ask("/api/v1/label/__name__/values")) ?? []),
  );
  app.get<{ Params: { name: string } }>("/prometheus/label/:name", ALL, async (request, reply) =>
    reply.status(FOUND).send(dataOf(await configured().ask("/api/v1/series", { "match[]": request.params.name })) ?? []),
  );
}

/** A step so wide that there are not more points than are given. */
function secondsOf({ fromUs, toUs }: { fromUs: number; toUs: number }, precision: number) {
  const [start, end] = [Math.floor(fromUs / 1e6), Math.floor(toUs / 1e6)];
  const least = Math.ceil((end - start) / MOST_POINTS);
  const wanted = Number.isFinite(precision) && precision >= 1 ? Math.floor(precision) : 60;
  return { start: String(start), end: String(end), step: String(Math.max(wanted, least)) };
}
