// `POST /stats/quality` of the seed: the quality of one call, or over the calls that meet some filters. Figures are of calls that were measured.
import { and, MATCH_ALL, type Call, type Query, type Scope } from "@sipglass/model";
import type { FastifyRequest } from "fastify";
import { searchOfNames } from "../../search/homer/conditions.ts";
import { scopeOf } from "../auth/identity.ts";
import type { Api, Serving } from "../serving.ts";
import { recordOf, rangeOf, type HomerRange } from "./requests.ts";

const PAGE = 1000;
const MOST_CALLS = 50_000;
const KIND_CALL: Query = { type: "term", field: "kind", any: [{ type: "exact", value: "call" }], at: 0 };
const TIMES = new Set(["timestamp", "from", "to", "start", "end", "startTime", "endTime", "start_time", "end_time", "limit"]);

interface Asked extends HomerRange {
  query: Query;
}

/** A bare Call-ID (JSON string), or names with values; times as in searches, or as `startTime` and `endTime`. */
function askedOf(body: unknown, nowUs: number): Asked {
  if (typeof body === "string") return { query: searchOfNames({ callid: body }).query, fromUs: 0, toUs: Number.MAX_SAFE_INTEGER };
  const filters = recordOf(body);
  const from = filters["startTime"] ?? filters["start_time"] ?? filters["start"] ?? filters["from"];
  const to = filters["endTime"] ?? filters["end_time"] ?? filters["end"] ?? filters["to"];
  const range = rangeOf({ timestamp: filters["timestamp"] ?? { from, to } }, nowUs);
  const names = Object.entries({ ...recordOf(recordOf(filters["param"])["search"]), ...filters }).flatMap(([name, value]) => (typeof value === "string" && !TIMES.has(name) ? [[name, value] as const] : []));
  const query = names.length > 0 ? searchOfNames(Object.fromEntries(names)).query : MATCH_ALL;
  return { query, ...(names.some(([name]) => /^call_?id$/i.test(name)) && from === undefined ? { fromUs: 0, toUs: Number.MAX_SAFE_INTEGER } : range) };
}

async function callsOf({ questions }: Serving, scope: Scope, { query, fromUs, toUs }: Asked): Promise<Call[]> {
  const calls: Call[] = [];
  let cursor: string | undefined;
  do {
    const page = await questions.search(scope, { query: and([query, KIND_CALL]), fromUs, toUs, limit: PAGE, order: "newest", ...(cursor === undefined ? {} : { cursor }) });
    calls.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined && calls.length < MOST_CALLS);
  return calls;
}

/** null when nothing was measured: never 0, which would be a figure. */
function mean(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined);
  return known.length === 0 ? null : Math.round((known.reduce((sum, value) => sum + value, 0) / known.length) * 1000) / 1000;
}

export function addHomerQuality(app: Api, serving: Serving): void {
  app.post("/stats/quality", { config: { access: "signed_in" }, schema: { hide: true } }, async (request: FastifyRequest) => {
    const calls = await callsOf(serving, scopeOf(request), askedOf(request.body, serving.now()));
    const mos = mean(calls.map((call) => call.mos?.average));
    const loss = mean(calls.map(({ lossPct }) => lossPct));
    const jitter = mean(calls.map(({ jitterMs }) => jitterMs));
    const rtt = mean(calls.map(({ rttMs }) => rttMs));
    return {
      mos, avg_mos: mos, worst_mos: calls.reduce<number | null>((worst, call) => (call.mos && (worst === null || call.mos.worst < worst) ? call.mos.worst : worst), null),
      packetLoss: loss, packet_loss: loss, jitter, avg_jitter: jitter, rtt, call_count: calls.length, measured: calls.filter((call) => call.mos !== null).length,
    };
  });
}
