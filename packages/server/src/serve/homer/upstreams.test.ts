// The panels of homer-ui that show a Prometheus and a Loki, against ones of our own that say what they were asked.
import assert from "node:assert/strict";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, beforeEach, describe, test } from "node:test";
import { startApp, type TestApp } from "../app.fixture.ts";
import { createUpstream } from "./upstream.ts";

const RANGE = { from: 1_763_636_400_000, to: 1_763_640_000_000 };
const MATRIX = { resultType: "matrix", result: [{ metric: { __name__: "up", job: "sbc" }, values: [[1_763_636_400, "1"], [1_763_636_460, "0"]] }] };
const LINES = {
  resultType: "streams",
  result: [{ stream: { job: "heplify-server", type: "sip" }, values: [["1763636400123456789", "INVITE sip:1@x"], ["1763636401000000000", "BYE sip:1@x"]] }],
};

const asked: { path: string; query: Record<string, string>; authorization: string | undefined; method: string | undefined }[] = [];
let answer: { status: number; body: string; headers?: Record<string, string> } | undefined;

function said({ pathname }: URL): unknown {
  if (pathname.endsWith("/query_range")) return pathname.startsWith("/loki") ? { status: "success", data: LINES } : { status: "success", data: MATRIX };
  if (pathname.endsWith("/series")) return { status: "success", data: [{ __name__: "up", instance: "a:9090", job: "sbc" }] };
  return { status: "success", data: ["job", "type"] };
}

const server = createServer((request: IncomingMessage, response) => {
  const url = new URL(request.url ?? "", "http://upstream.invalid");
  asked.push({ path: url.pathname, query: Object.fromEntries(url.searchParams), authorization: request.headers.authorization, method: request.method });
  response.writeHead(answer?.status ?? 200, { "content-type": "application/json", ...answer?.headers }).end(answer?.body ?? JSON.stringify(said(url)));
});

describe("with a Prometheus and a Loki configured", () => {
  let it: TestApp;
  const faults: string[] = [];
  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const of = (name: string) => createUpstream({ name, url, user: "homer", password: "secret-word", timeoutMs: 200, mostBytes: 10_000, onFault: (reason) => void faults.push(reason) });
    it = await startApp({ prometheus: of("Prometheus"), loki: of("Loki"), lokiTemplate: '{job="x"} |~ "%callid%"' });
  });
  after(async () => {
    await it.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    asked.length = 0;
    faults.length = 0;
    answer = undefined;
  });

  const get = (path: string, role: "support" | "customer" = "support") => it.app.inject({ url: `/api/v3${path}`, headers: it.bearer(role) });
  const post = (path: string, payload: object, role: "support" | "customer" = "support") => it.app.inject({ method: "POST", url: `/api/v3${path}`, headers: it.bearer(role), payload });

  test("the course of metrics is asked for by name, range and step, and is handed on as it is", async () => {
    const found = await post("/prometheus/value", { param: { metrics: ["up", 'rate(x{a="b&c"}[5m])'], precision: 30 }, timestamp: RANGE });
    assert.equal(found.statusCode, 201);
    assert.deepEqual(found.json(), [{ success: "", data: MATRIX }, { success: "", data: MATRIX }]);
    assert.deepEqual(asked.map(({ path, query, method }) => ({ method, path, query })).toSorted((a, b) => a.query["query"]!.localeCompare(b.query["query"]!)), [
      'rate(x{a="b&c"}[5m])', "up",
    ].map((query) => ({ method: "GET", path: "/api/v1/query_range", query: { query, start: "1763636400", end: "1763640000", step: "30" } })));
    assert.equal(asked[0]?.authorization, `Basic ${Buffer.from("homer:secret-word").toString("base64")}`);
  });

  test("a long range is asked for in as wide steps as Prometheus takes", async () => {
    await post("/prometheus/value", { param: { metrics: ["up"], precision: 1 }, timestamp: { from: RANGE.to - 86_400_000 * 30, to: RANGE.to } });
    assert.equal(asked[0]?.query["step"], "236");
  });

  test("names and series of metrics; a name cannot become another path", async () => {
    assert.deepEqual((await get("/prometheus/labels")).json(), ["job", "type"]);
    const series = await get(`/prometheus/label/${encodeURIComponent("../../admin?x=1")}`);
    assert.deepEqual([series.statusCode, series.json()], [201, [{ __name__: "up", instance: "a:9090", job: "sbc" }]]);
    assert.deepEqual(asked.map(({ path, query }) => [path, query]), [["/api/v1/label/__name__/values", {}], ["/api/v1/series", { "match[]": "../../admin?x=1" }]]);
    assert.deepEqual((await post("/prometheus/data", {})).json(), {});
  });

  test("lines of Loki are rows with a time in milliseconds; the server that a client names is not asked", async () => {
    const found = await post("/search/remote/data", { param: { server: "http://169.254.169.254", limit: 9, search: '{job="heplify-server"} |~ "a b"' }, timestamp: RANGE });
    const labels = '{"job":"heplify-server","type":"sip"}';
    assert.equal(found.statusCode, 201);
    assert.deepEqual(found.json(), { data: [
      { id: 1, micro_ts: 1_763_636_400_123, custom_1: "INVITE sip:1@x", custom_2: labels }, { id: 2, micro_ts: 1_763_636_401_000, custom_1: "BYE sip:1@x", custom_2: labels },
    ] });
    assert.deepEqual(asked.map(({ path, query }) => ({ path, query })), [
      { path: "/loki/api/v1/query_range", query: { query: '{job="heplify-server"} |~ "a b"', limit: "9", start: "1763636400000000000", end: "1763640000001000000" } },
    ]);
  });

  test("labels of Loki and their values", async () => {
    assert.deepEqual((await get("/search/remote/label?server=http://elsewhere.invalid")).json(), ["job", "type"]);
    assert.deepEqual((await get("/search/remote/values?server=&label=job")).json(), ["job", "type"]);
    assert.deepEqual(asked.map(({ path }) => path), ["/loki/api/v1/labels", "/loki/api/v1/label/job/values"]);
    for (const label of ["", "../x", "a/b", "a?b"]) assert.equal((await get(`/search/remote/values?label=${encodeURIComponent(label)}`)).statusCode, 400, label);
    assert.equal((await post("/search/remote/data", { param: { search: "" } })).statusCode, 400);
    assert.equal(asked.length, 2);
  });

  test("homer-ui is told that there is a Loki", async () => {
    const { data } = (await get("/modules/status")).json<{ data: { loki: { enable: boolean; template: string } } }>();
    assert.deepEqual([data.loki.enable, data.loki.template.includes("%callid%")], [true, true]);
  });

  test("a customer is refused on every one of these routes, and nothing is asked", async () => {
    const routes = it.app.routeRules.filter(({ url }) => /^\/api\/v3\/(?:prometheus|search\/remote)\//.test(url) && !url.includes("*"));
    const own = routes.filter(({ method }) => method === "GET" || method === "POST");
    assert.equal(own.length, 7);
    for (const { method, url } of own) assert.equal((await it.app.inject({ method: method as "GET", url, headers: it.bearer("customer"), ...(method === "POST" ? { payload: {} } : {}) })).statusCode, 403, url);
    assert.equal(asked.length, 0);
  });

  const faulty: [string, { status: number; body: string; headers?: Record<string, string> }, number, RegExp][] = [
    ["a redirect is not followed", { status: 302, body: "", headers: { location: "http://127.0.0.1:1/inside" } }, 503, /answered 302/],
    ["a refused password is our matter, not the reader's", { status: 401, body: "secret" }, 503, /answered 401/],
    ["too long an answer is not read to its end", { status: 200, body: `["${"x".repeat(20_000)}"]` }, 503, /more than 10000 bytes/],
    ["what is no JSON is a fault", { status: 200, body: "<html>" }, 503, /no JSON/],
    ["what it says of a wrong query is handed on", { status: 400, body: '{"status":"error","error":"parse error: unexpected end"}' }, 400, /parse error: unexpected end/],
  ];
  for (const [what, given, status, message] of faulty)
    test(what, async () => {
      answer = given;
      const found = await get("/prometheus/labels");
      assert.equal(found.statusCode, status);
      assert.match(found.json<{ message: string }>().message, message);
      assert.doesNotMatch(found.body + faults.join(""), /secret|127\.0\.0\.1/);
      assert.equal(asked.length, 1);
    });

  test("one that stays silent is given up", async () => {
    const silent = createServer(() => {});
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const upstream = createUpstream({ name: "Loki", url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, user: "", password: "", timeoutMs: 50 });
    await assert.rejects(upstream.ask("/x"), /did not answer within 0.05 s/);
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
    await assert.rejects(upstream.ask("/x"), /does not answer/);
  });
});
