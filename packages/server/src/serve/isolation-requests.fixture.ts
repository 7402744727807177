// Requests of isolation tests: who asks, what he may name, any request that he may think of, and what an answer to him must not tell.
import assert from "node:assert/strict";
import type { LightMyRequestResponse } from "fastify";
import fc from "fast-check";
import { NOW_US, openWorlds, type World, type Worlds, type WorldsOptions } from "./isolation.fixture.ts";
import type { RouteRule } from "./app.ts";
import { PASSWORD } from "./app.fixture.ts";

export const MARK = { acme: /zqb\w*/gi, beta: /zqa\w*/gi } as const;

export interface Asked {
  method: string;
  url: string;
  payload?: object | string;
}

export interface Reader {
  name: string;
  /** Whose marks he may see. */
  tenant: keyof typeof MARK;
  headers: Record<string, string>;
}

export const basic = (name: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString("base64")}` });
/** Answers that tell of the running server or of one's own doings, which are not of calls. */
const NOT_COMPARED = /^\/(?:metrics|health)|\/auth\/(?:sessions|login)|^\/api\/v[13]\/(?:health|auth|tokens|token|users|user|saved-searches|live|dashboard)/;
/** Routes that are not asked here, each with its reason. A route that is in neither is found missing by the test below. */
export const NEEDLESS: readonly (readonly [RegExp, string])[] = [
  [/\/auth\/(?:login|logout|password)$|\/api\/v3\/auth$/, "makes or ends the session by which one asks"],
  [/\/live(?:\/messages)?$/, "never ends: followed in a test of its own"],
  [/^\/api\/v1\/docs$|openapi|^\/doc\/api/, "tells of routes, and of no call"],
  [/\/import/, "takes captures, from operators alone"],
];
export const isNeedless = ({ url }: RouteRule): boolean => NEEDLESS.some(([pattern]) => pattern.test(url));
/** Routes that answer nobody here with anything. */
export const SILENT = /\/auth\/oidc\/|\/api\/v3\/oauth2\//;

/** How often a call changed counts changes of its session too, which people who see a part of it may notice; nothing else may differ. */
export const comparable = (body: string): string => body.replace(/"revision": ?\d+/g, '"revision":0').replace(/export-[\d-]+T[\d:.]+Z/g, "export").replace(/\/timelines\/files\/[\w.-]+/g, "/link");

/** What stands around it in both; answers are long. */
export function firstDifference(a: string, b: string): [string, string] {
  if (a === b) return ["", ""];
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return [a.slice(Math.max(0, at - 200), at + 200), b.slice(Math.max(0, at - 200), at + 200)];
}

export interface Names {
  own: string[];
  foreign: string[];
  made: string[];
  rows: number[];
}

export interface Asking {
  worlds: Worlds;
  readers: Reader[];
  routes: RouteRule[];
  ids: Names;
  /** The same from both worlds, without a strange mark; the status. */
  examine(reader: Reader, asked: Asked): Promise<number>;
}

export const ask = ({ app }: World, { headers }: Reader, { method, url, payload }: Asked): Promise<LightMyRequestResponse> =>
  app.inject({ method: method as "GET", url, headers, ...(payload === undefined ? {} : { payload }) });

export async function openAsking(options: WorldsOptions = {}): Promise<Asking> {
  const worlds = await openWorlds(options);
  const { shared, state } = worlds;
  const token = (user: string, role: "admin" | "support" | "readonly", tenants: string[]): Record<string, string> =>
    ({ authorization: `Bearer ${state.tokens.create({ user, role, tenants, name: `${role} of ${tenants.join()}`, expiresAtUs: NOW_US + 3_600e6 }).secret}` });
  const readers: Reader[] = [
    { name: "a customer", tenant: "acme", headers: basic("carl") }, { name: "a reader", tenant: "acme", headers: basic("rita") },
    { name: "support's token for acme", tenant: "acme", headers: token("susi", "support", ["acme"]) }, { name: "an admin's token for acme", tenant: "acme", headers: token("anna", "admin", ["acme"]) },
    { name: "beta's customer", tenant: "beta", headers: basic("bea") },
  ];
  const routes = shared.app.routeRules.filter((rule) => rule.method !== "OPTIONS" && !isNeedless(rule));
  await makeThings(shared, state);
  const anna: Reader = { name: "anna", tenant: "acme", headers: basic("anna") };
  const found = await ask(shared, anna, { method: "POST", url: "/api/v3/search/call/data", payload: { param: { search: {}, limit: 1000 }, timestamp: { from: 1, to: 9e12 } } });
  const rows = found.json<{ data: { id: number; sid: string }[] }>().data;
  assert.ok(rows.length > 30, found.body.slice(0, 300));
  assert.match((await ask(shared, anna, { method: "GET", url: "/api/v1/registrations" })).body, /zqbreg/);
  const foreign = shared.calls.filter(({ tenants }) => !tenants.includes("acme"));
  assert.equal(foreign.length, 7);
  const ids: Names = {
    own: shared.calls.filter(({ tenants }) => tenants.includes("acme")).flatMap(({ id, callId }) => [id, callId]),
    foreign: foreign.flatMap(({ id, callId }) => [id, callId]),
    made: [...state.savedSearches.list("bea").map(({ id }) => id), ...state.tokens.list("bea").map(({ id }) => id), ...state.homer.list("user_setting", { owner: "bea" }).map(({ guid }) => guid), "zqbboard", "bea", "198.51.100.1", "home", "call", "1"],
    rows: rows.map(({ id }) => id),
  };
  return { worlds, readers, routes, ids, examine: (reader, asked) => examine(worlds, reader, asked) };
}

/** What beta's people, and the platform's about beta, have made. */
async function makeThings(world: World, state: Worlds["state"]): Promise<void> {
  state.tokens.create({ user: "bea", role: "customer", name: "zqbtoken", expiresAtUs: NOW_US + 3_600e6 });
  state.savedSearches.create({ user: "bea", name: "zqbsearch", query: "from:zqbsaved", shared: true });
  state.aliases.set("198.51.100.1", "zqbalias", "anna");
  state.correlation.addRule({ kind: "header", value: "x-zqbrule" }, "anna");
  const bea: Reader = { name: "bea", tenant: "beta", headers: basic("bea") };
  const things: Asked[] = [
    { method: "POST", url: "/api/v3/dashboard/store/zqbboard", payload: { data: { name: "zqbboard", shared: true } } },
    { method: "POST", url: "/api/v3/user/settings", payload: { category: "home", param: "zqbsetting", data: { zqbkey: 1 } } },
  ];
  for (const thing of things) assert.ok((await ask(world, bea, thing)).statusCode < 300, thing.url);
}

const from = <T>(pool: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...pool);
const DIMENSIONS = ["tenant", "trunk", "prefix", "agent", "code", "cause", "src", "dst", "direction", "state", "kind", "transport", "caller", "callee", "number", "ua", "codec"];

/** Any request that these may make. */
export function anyRequest({ ids, routes, readers }: Pick<Asking, "ids" | "routes" | "readers">): fc.Arbitrary<{ reader: Reader; asked: Asked; rule: RouteRule }> {
  const anyId = (): fc.Arbitrary<string> => from([...ids.own, ...ids.foreign, ...ids.foreign, ...ids.made]);
  const query = (): fc.Arbitrary<string> => {
    const word = fc.oneof(
      from(["tenant:beta", "tenant:acme", "tenant:*", "tenant:/^b/", "tenant:~et", 'tenant:""', "from:+4940*", "from:~4930", "ua:~zqb", "ua:~zqa", "callid:~zqb", 'raw:"zqb"', 'raw:"zqa1"', "header:X-Trunk=zqb*", "kind:call",
        "kind:registration", "leg:further", "mos<5", "mos:*", "loss>1", "finding:*", "finding:error", "code:5xx", "cause:34", "reason:~zqb", "correlation:~pbx", "src:198.51.100.0/24", "agent:zqbagent", "zqb1caller", "+4940111", "messages>1",
        "domain:~zqb", "hop:198.51.100.2", "codec:pcma", "state:completed", "duplicates:0", "zqbone@pbx"]),
      anyId().map((id) => `session:"${id}"`), anyId().map((id) => `id:"${id}"`), anyId().map((id) => `correlation:"${id}"`),
    );
    const item = fc.tuple(fc.boolean(), word).map(([not, text]) => (not ? `NOT ${text}` : text));
    return fc.oneof(item, fc.tuple(item, from(["", "OR"]), item).map((parts) => parts.join(" ")));
  };
  const PARAMS = (): Record<string, fc.Arbitrary<string>> => ({
    q: query(), from: from(["-2h", "2026-01-01T00:00:00Z"]), to: from(["now"]), limit: from(["1", "2", "100"]), sort: from(["newest", "oldest"]), group: from(["session"]), cursor: anyId().map((id) => `1767225601000000.${id}`),
    buckets: from(["1", "7", "60"]), format: from(["pcap", "pcapng", "text", "json", "sipp", "sipp-uas", "mermaid", "plantuml"]), include: from(["sip", "sip,rtcp,log", "log"]), count: from(["sessions", "legs"]),
    kpis: from(["asr,pdd", "ner"]), group_by: from(DIMENSIONS), by: from(DIMENSIONS), bucket: from(["1m", "1h"]), digits: from(["3", "6"]), of: from(["pdd", "talk", "mos_nb", "calls", "asr", "setup"]), order: from(["calls", "failed"]),
    field: from(["tenant", "from", "to", "ua", "callid", "agent", "number", "domain", "header", "session", "trunk", "finding", "reason", "src", "correlation", "hop"]), prefix: from(["", "z", "zq", "zqb", "+49", "b", "1"]),
  });
  const body = (): fc.Arbitrary<object | string> => {
    const timestamp = { from: 1, to: 9e12 };
    const field = fc.tuple(from(["sid", "data_header.from_user", "data_header.callid", "protocol_header.srcIp", "raw", "smartinput", "data_header.method", "correlation_id"]), from(["zqbone@pbx", "%zqb%", "+4940111", "%", "zqaone@pbx", "198.51.100.1", "INVITE", "data_header.from_user = '+4940111'"])).map(([name, value]) => ({ name, value }));
    const table = from(["1_call", "1_registration", "1_default", "5_default", "100_default"]);
    return fc.oneof(
      fc.tuple(table, fc.array(field, { minLength: 0, maxLength: 2 }), fc.boolean()).map(([name, fields, orlogic]) => ({ timestamp, param: { search: { [name]: fields }, orlogic, limit: 100 } })),
      fc.tuple(table, fc.array(anyId(), { maxLength: 3 }), from(ids.rows)).map(([name, callid, id]) => ({ timestamp, param: { search: { [name]: { callid, id, uuid: [id] } } } })),
      anyId().map((callid) => ({ timestamp, param: { search: { callid } } })), anyId(),
      anyId().map((to) => ({ verdict: "confirmed", to })), fc.constant({ startTime: "2026-01-01T00:00:00Z", endTime: "2026-01-02T00:00:00Z" }),
    );
  };
  const request = (): fc.Arbitrary<{ reader: Reader; asked: Asked; rule: RouteRule }> => {
    const params = PARAMS();
    // Routes that read calls are asked more often than the many of settings.
    const busy = routes.filter(({ url }) => /calls|sessions|stats|complete|call|search/.test(url));
    return fc.record({ rule: fc.oneof({ weight: 3, arbitrary: from(busy) }, { weight: 1, arbitrary: from(routes) }), reader: from(readers), id: fc.array(anyId(), { minLength: 3, maxLength: 3 }), given: fc.record(params, { requiredKeys: [] }), payload: body() })
      .map(({ rule, reader, id, given, payload }) => {
        let part = 0;
        const path = rule.url.replace(/:\w+/g, () => encodeURIComponent(id[part++] ?? ""));
        // `format` of a ladder is not that of an export: what a route does not know of it refuses.
        const wanted = { ...given };
        if (rule.url.includes("/ladder") && !["mermaid", "plantuml", "text", "json"].includes(wanted.format ?? "json")) delete wanted.format;
        if (rule.url.includes("/export") && ["mermaid", "plantuml"].includes(wanted.format ?? "")) delete wanted.format;
        const hasBody = rule.method !== "GET" && rule.method !== "HEAD" && rule.method !== "DELETE";
        const text = new URLSearchParams(wanted as Record<string, string>).toString();
        return { rule, reader, asked: { method: rule.method, url: path + (text && !path.startsWith("/api/v3") ? `?${text}` : ""), ...(hasBody ? { payload } : {}) } };
      });
  };
  return request();
}

/** Marks that the asker has not named himself: an error may say what was asked for. */
export function strangeMarks({ tenant }: Reader, asked: Asked, body: string): string[] {
  const said = decodeURIComponent(asked.url.replaceAll("+", " ")).toLowerCase() + JSON.stringify(asked.payload ?? "").toLowerCase();
  return (body.match(MARK[tenant]) ?? []).filter((mark) => !said.includes(mark.toLowerCase()));
}

async function examine(worlds: Worlds, reader: Reader, asked: Asked): Promise<number> {
  const what = `${asked.method} ${asked.url} ${JSON.stringify(asked.payload)} by ${reader.name}`;
  const answer = await ask(worlds.shared, reader, asked);
  assert.ok(answer.statusCode < 500, `${what}: ${answer.statusCode} ${answer.body.slice(0, 300)}`);
  const text = answer.rawPayload.toString("latin1") + JSON.stringify(answer.headers);
  assert.deepEqual(strangeMarks(reader, asked, text), [], what);
  if (reader.tenant !== "acme" || NOT_COMPARED.test(asked.url)) return answer.statusCode;
  const alone = await ask(worlds.alone, reader, asked);
  assert.equal(answer.statusCode, alone.statusCode, what);
  assert.deepEqual(firstDifference(comparable(answer.rawPayload.toString("latin1")), comparable(alone.rawPayload.toString("latin1"))), ["", ""], what);
  return answer.statusCode;
}
