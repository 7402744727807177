// The Loki search of homer-ui: lines by LogQL, labels and their values, from the configured Loki. What stands in its lines may be of any tenant: it
// is for those who see everything. The server that homer-ui names beside its question is not asked: the configured one is.
import { SipglassError } from "@sipglass/model";
import type { Api, Serving } from "../serving.ts";
import { FOUND } from "./answers.ts";
import { bodyOf, limitOf, rangeOf, recordOf, textsOf } from "./requests.ts";
import type { Upstream } from "./upstream.ts";

const ALL = { config: { access: "everything" }, schema: { hide: true } } as const;
const MOST_LINES = 5000;
const MOST_TEXT = 8192;

export function addLoki(app: Api, { loki, now }: Serving): void {
  const configured = (): Upstream => {
    if (loki) return loki;
    throw new SipglassError("bad_request", {}, "Loki service is not enabled");
  };

  app.post("/search/remote/data", ALL, async (request, reply) => {
    const upstream = configured();
    const body = bodyOf(request.body);
    const { search } = recordOf(body["param"]);
    if (typeof search !== "string" || search === "" || search.length > MOST_TEXT)
      throw new SipglassError("bad_request", { field: "param.search" }, "param.search must be a LogQL query.");
    const { fromUs, toUs } = rangeOf(body, now());
    const limit = Math.min(limitOf(body, undefined), MOST_LINES);
    const answer = await upstream.ask("/loki/api/v1/query_range", { query: search, limit: String(limit), start: nanoseconds(fromUs), end: nanoseconds(toUs) });
    return reply.status(FOUND).send({ data: linesOf(answer) });
  });
  app.get("/search/remote/label", ALL, async (_request, reply) =>
    reply.status(FOUND).send(namesOf(await configured().ask("/loki/api/v1/labels"))),
  );
  app.get<{ Querystring: { label?: string } }>("/search/remote/values", ALL, async (request, reply) => {
    const { label = "" } = request.query;
    // Names of labels are words; anything else would be another path there.
    if (!/^[A-Za-z_]\w{0,255}$/.test(label))
      throw new SipglassError("bad_request", { field: "label" }, "label must be the name of a label.");
    return reply.status(FOUND).send(namesOf(await configured().ask(`/loki/api/v1/label/${label}/values`)));
  });
}

const nanoseconds = (timeUs: number): string => `${Math.floor(timeUs)}000`;
const namesOf = (answer: unknown): string[] => textsOf(recordOf(answer)["data"]);

/** Rows as homer-app has them: `micro_ts` in milliseconds, the line, and its labels as a JSON text. */
function linesOf(answer: unknown): { id: number; micro_ts: number; custom_1: string; custom_2: string }[] {
  const { result, resultType } = recordOf(recordOf(answer)["data"]);
  // A question for numbers gets a matrix: it has no lines.
  const streams = Array.isArray(result) && resultType === "streams" ? result.map(recordOf) : [];
  return streams
    .flatMap(({ stream, values }) => {
      const labels = JSON.stringify(stream ?? {});
      return (Array.isArray(values) ? values : [])
        .map(textsOf)
        .map(([time = "", line = ""]) => ({ micro_ts: Math.floor(Number(time) / 1e6), custom_1: line, custom_2: labels }));
    })
    .map((row, i) => ({ id: i + 1, ...row }));
}
