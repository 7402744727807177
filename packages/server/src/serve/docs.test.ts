// The papers about the API against the API: docs/reference/api.md, docs/reference/errors.md, the OpenAPI document, and what is really sent.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { Ajv } from "ajv";
import { Validator } from "@seriousme/openapi-schema-validator";
import { callToJson, emptyCall, ERRORS, messageToJson } from "@sipglass/model";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";
import { CallAnswer, MessageAnswer } from "./v1/schemas.ts";

const doc = (name: string): string => readFileSync(new URL(`../../../../docs/reference/${name}`, import.meta.url), "utf8");

/** `:id` → `{id}`, and without the prefix that the document leaves out. */
const documented = (url: string): string => url.replace(/^\/api\/v1\//, "").replace(/:(\w+)/g, "{$1}");

describe("the papers", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp({ settings: [{ name: "http", env: "SIPGLASS_HTTP", flag: "http", value: "off", origin: "", help: "", secret: false }] });
    await it.app.ready();
    it.questions.calls.push(
      callOf("c1", {
        reason: { protocol: "Q.850", cause: 16, text: "" },
        mos: { worst: 3, average: 4, scale: "nb", source: "rtcp" },
        findings: [{ id: "x", severity: "info" }],
        headers: { "x-a": "1" },
      }),
    );
  });
  after(() => it.close());

  /** Homer's API, and what else clients of other products ask, has papers of its own. */
  const isHomers = (url: string): boolean => /^\/(?:api\/v3|v1|search|doc)\//.test(url);
  const own = () => it.app.routeRules.filter(({ method, url }) => method !== "HEAD" && !isHomers(url));

  test("api.md lists exactly the routes that exist, with who may use them", () => {
    const rows = doc("api.md")
      .split("\n")
      .flatMap((line) => {
        const [, route, who] = /^\| `([A-Z]+ [^`]+)` \| (\w+) \|/.exec(line) ?? [];
        return route === undefined ? [] : [`${route} (${who})`];
      });
    const routes = own().map(({ method, url, access }) => `${method} ${documented(url)} (${access})`);
    assert.deepEqual(rows.toSorted(), routes.toSorted());
  });

  test("homer-api.md lists exactly the routes of Homer's API that exist", () => {
    const rows = doc("homer-api.md").split("\n").flatMap((line) => /^\| `([A-Z]+ [^`]+)` \|/.exec(line)?.[1] ?? []);
    const routes = it.app.routeRules.filter(({ method, url }) => isHomers(url) && method !== "OPTIONS" && method !== "HEAD").map(({ method, url }) => `${method} ${documented(url.replace("/api/v3", ""))}`);
    assert.deepEqual(rows.toSorted(), routes.toSorted());
  });

  test("api.md names every parameter of every list and file", () => {
    const rows = new Map(
      doc("api.md")
        .split("\n")
        .flatMap((line): [string, string][] => {
          const route = /^\| `([A-Z]+ [^`]+)`/.exec(line)?.[1];
          return route === undefined ? [] : [[route, line]];
        }),
    );
    const { paths } = it.app.swagger() as { paths: Record<string, Record<string, { parameters?: { in: string; name: string }[] }>> };
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, { parameters = [] }] of Object.entries(operations)) {
        const row = rows.get(`${method.toUpperCase()} ${documented(path)}`) ?? "";
        const missing = parameters
          .filter((parameter) => parameter.in === "query")
          .filter(({ name }) => !row.includes(name) && !row.includes("as above"));
        assert.deepEqual(
          missing.map(({ name }) => name),
          [],
          `${method} ${path}`,
        );
      }
    }
  });

  test("errors.md is the table of model/errors.ts, no more and no less", () => {
    const rows = doc("errors.md")
      .split("\n")
      .filter((line) => /^\| `\w+` \| \d{3} \|/.test(line));
    const expected = Object.entries(ERRORS).map(
      ([code, { status, exit, message, help }]) => `| \`${code}\` | ${status} | ${exit} | ${message} | ${help} |`,
    );
    assert.deepEqual(rows, expected);
  });

  test("the OpenAPI document is valid OpenAPI 3.1 and has every route", async () => {
    const answer = await it.app.inject({ url: "/api/v1/openapi.json" });
    const document = answer.json<{ openapi: string; paths: Record<string, Record<string, unknown>> }>();
    assert.equal(document.openapi, "3.1.0");
    const verdict = await new Validator().validate(document);
    assert.equal(verdict.valid, true, JSON.stringify("errors" in verdict ? verdict.errors : ""));
    const described = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const routes = own().map(({ method, url }) => `${method} ${url.replace(/:(\w+)/g, "{$1}")}`);
    assert.deepEqual(described.toSorted(), routes.toSorted());
  });

  test("the docs page stands alone: no script, nothing from elsewhere", async () => {
    const answer = await it.app.inject({ url: "/api/v1/docs" });
    assert.equal(answer.statusCode, 200);
    assert.match(String(answer.headers["content-security-policy"]), /^default-src 'none'; style-src 'sha256-/);
    assert.doesNotMatch(answer.body, /<script|src=|https?:|@import|url\(/);
    for (const { url } of own()) assert.ok(answer.body.includes(url.replace(/:(\w+)/g, "{$1}")), url);
  });

  test("the schemas of calls and messages name exactly what the model sends", () => {
    assert.deepEqual(Object.keys(CallAnswer.properties).toSorted(), Object.keys(callToJson(emptyCall("", ""))).toSorted());
    assert.deepEqual(Object.keys(MessageAnswer.properties).toSorted(), Object.keys(messageToJson(messageOf(callOf("x")))).toSorted());
  });

  test("what every GET sends is what its schema says", async () => {
    await it.app.inject({
      method: "POST",
      url: "/api/v1/saved-searches",
      payload: { name: "a", query: "", shared: true },
      headers: it.bearer("admin"),
    });
    await it.app.inject({ method: "POST", url: "/api/v1/dashboards", payload: { name: "a", shared: false, panels: [] }, headers: it.bearer("admin") });
    await it.app.inject({ method: "PUT", url: "/api/v1/tenants/acme", payload: { prefixes: ["+4930"] }, headers: it.bearer("admin") });
    await it.app.inject({ method: "POST", url: "/api/v1/correlation-rules", payload: { kind: "header", value: "X-Trace" }, headers: it.bearer("admin") });
    await it.app.inject({ method: "PUT", url: "/api/v1/aliases/192.0.2.1", payload: { name: "sbc1" }, headers: it.bearer("admin") });
    const link = await it.app.inject({ method: "POST", url: "/api/v1/shares", payload: { call: "c1" }, headers: it.bearer("admin") });
    it.state.migrated.add("old", { fromUs: 0, toUs: 1, tables: [{ table: "hep_proto_1_call", rows: 1, archived: 0, leftOut: 0, refused: 1, refusals: [{ id: "1", reason: "bad_port" }] }] });
    it.state.audit.write({ user: "anna", via: "session", action: "capture_imported", object: "a.pcap", address: "192.0.2.1", details: { packets: 1 } });
    it.state.sessions.create("anna", { address: "192.0.2.1", userAgent: "test" });
    it.state.deliveries.add({ id: "d1", object: "c1@fixture.example", state: "waiting", attempts: 0, status: null, error: "", createdAtUs: 1, endedAtUs: 0, event: "call_analysis", body: "{}", nextAtUs: 1 });
    const ajv = new Ajv({ strict: false });
    const { paths } = it.app.swagger() as {
      paths: Record<string, Record<string, { responses?: Record<string, { content?: Record<string, { schema: object }> }> }>>;
    };
    let checked = 0;
    for (const [path, { get }] of Object.entries(paths)) {
      const schema = get?.responses?.["200"]?.content?.["application/json"]?.schema;
      if (!schema || path.endsWith("openapi.json")) continue;
      const url = `${path.replace("{id}", "c1").replace("{source}", "old").replace("{secret}", link.json<{ secret: string }>().secret)}${path.endsWith("/complete") ? "?field=from" : path.endsWith("/calls/ladder") ? "?ids=c1" : path.endsWith("/report") ? "?format=json" : ""}`;
      const answer = await it.app.inject({ url, headers: it.bearer("admin") });
      assert.equal(answer.statusCode, 200, url);
      const body = answer.json<{ items?: unknown[] }>();
      assert.notEqual(body.items?.length, 0, `${url} has something to check`);
      const check = ajv.compile(schema);
      assert.ok(check(body), `${url}: ${ajv.errorsText(check.errors)}`);
      checked += 1;
    }
    assert.ok(checked >= 17, `${checked} checked`);
  });
});
