// Links of homer-ui and of systems that write them into their CDRs:
// `/search/result?{"timestamp":{…},"param":{"search":{"1_call":{"callid":[…]}}}}=`. They lead to our list with the same calls. Who has not
// signed in signs in there.
import { printQuery, toRfc3339 } from "@sipglass/model";
import type { Api, Serving } from "../serving.ts";
import { isRecord, rangeOf, searchOf, type HomerRange } from "./requests.ts";

const LONGEST = 8192;
/** A link names messages, our list the beginnings of calls: one that has gone on for so long is found too. */
const EARLIER_US = 4 * 3_600_000_000;

/**
 * The JSON as it stands behind the question mark: encoded or not, with the `=` that browsers put behind a name alone or without it; or
 * `name=value` pairs.
 */
export function linkedSearch(query: string): Record<string, unknown> {
  const pairs = Object.fromEntries(new URLSearchParams(query));
  for (const text of [query, ...Object.values(pairs)]) {
    const json = parsed(text);
    if (json) return json;
  }
  const { from, to, ...search } = pairs;
  return { timestamp: { from, to }, param: { search } };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const json: unknown = JSON.parse(decodeURIComponent(text.replace(/=$/, "")));
    return isRecord(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** What our list is asked for: `q`, `from`, `to`, `kinds`. */
export function listSearch(body: Record<string, unknown>, nowUs: number): URLSearchParams {
  const { tables, search, plain } = searchOf(body);
  const q = printQuery(search.query);
  const { from, to } = (isRecord(body["timestamp"]) ? body["timestamp"] : {}) as { from?: unknown; to?: unknown };
  const range: Partial<HomerRange> = rangeOf(body, nowUs);
  return new URLSearchParams({
    ...(q === "" ? {} : { q }),
    ...(from === undefined || range.fromUs === undefined ? {} : { from: toRfc3339(Math.max(range.fromUs - EARLIER_US, 0)) }),
    ...(to === undefined || range.toUs === undefined ? {} : { to: toRfc3339(range.toUs) }),
    ...(plain || (tables.size === 1 && tables.has("1_call")) ? {} : { kinds: "all" }),
  });
}

export function addSearchLinks(app: Api, { now }: Serving): void {
  app.get("/search/result", { config: { access: "public" }, schema: { hide: true } }, async (request, reply) => {
    const query = request.raw.url?.split("?").slice(1).join("?").slice(0, LONGEST) ?? "";
    // Relative, so that it holds below any path.
    return reply.redirect(`../?${listSearch(linkedSearch(query), now())}`);
  });
}
