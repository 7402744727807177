// The matrix of roles over all routes, made from the route table itself.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import Fastify from "fastify";
import type { Role } from "@sipglass/model";
import type { Access } from "./auth/access.ts";
import { callOf } from "./questions.fixture.ts";
import { startApp, type TestApp } from "./app.fixture.ts";
import { keepRules } from "./app.ts";

const MAY: Record<Access, Record<Role, boolean>> = {
  public: { readonly: true, customer: true, support: true, admin: true },
  signed_in: { readonly: true, customer: true, support: true, admin: true },
  own: { readonly: false, customer: true, support: true, admin: true },
  everything: { readonly: false, customer: false, support: true, admin: true },
  operator: { readonly: false, customer: false, support: true, admin: true },
  admin: { readonly: false, customer: false, support: false, admin: true },
};

/** What each route is expected to be: the table of the review. A new route is written down here or the test fails. */
const EXPECTED: Record<string, Access> = {
  "GET /api/v1/openapi.json": "public",
  "GET /api/v1/docs": "public",
  "GET /api/v1/health": "public",
  "GET /health": "public",
  "GET /health/ready": "public",
  "GET /metrics": "public",
  "POST /api/v1/auth/login": "public",
  "POST /api/v1/auth/logout": "signed_in",
  "GET /api/v1/auth/me": "signed_in",
  "GET /api/v1/auth/oidc/callback": "public",
  "GET /api/v1/auth/oidc/start": "public",
  "GET /api/v1/auth/ways": "public",
  "POST /api/v1/auth/password": "signed_in",
  "GET /api/v1/auth/sessions": "signed_in",
  "DELETE /api/v1/auth/sessions/:id": "signed_in",
  "GET /api/v1/calls": "signed_in",
  "GET /api/v1/calls/histogram": "signed_in",
  "GET /api/v1/stats/kpis": "signed_in",
  "GET /api/v1/stats/timeseries": "signed_in",
  "GET /api/v1/stats/top": "signed_in",
  "GET /api/v1/stats/histogram": "signed_in",
  "GET /api/v1/stats/week": "signed_in",
  "GET /api/v1/calls/export": "signed_in",
  "GET /api/v1/calls/ladder": "signed_in",
  "GET /api/v1/calls/:id": "signed_in",
  "GET /api/v1/calls/:id/messages": "signed_in",
  "GET /api/v1/calls/:id/ladder": "signed_in",
  "GET /api/v1/calls/:id/findings": "signed_in",
  "GET /api/v1/calls/:id/quality": "signed_in",
  "GET /api/v1/calls/:id/negotiation": "signed_in",
  "GET /api/v1/calls/:id/export": "signed_in",
  "GET /api/v1/calls/:id/links": "signed_in",
  "POST /api/v1/calls/:id/links": "operator",
  "DELETE /api/v1/calls/:id/links/:other": "operator",
  "GET /api/v1/correlation-rules": "everything",
  "POST /api/v1/correlation-rules": "admin",
  "DELETE /api/v1/correlation-rules/:id": "admin",
  "GET /api/v1/sessions/:id": "signed_in",
  "GET /api/v1/sessions/:id/ladder": "signed_in",
  "GET /api/v1/sessions/:id/export": "signed_in",
  "GET /api/v1/calls/:id/report": "signed_in",
  "POST /api/v1/calls/:id/report": "operator",
  "GET /api/v1/report-deliveries": "operator",
  "GET /api/v1/messages/export": "signed_in",
  "GET /api/v1/live": "signed_in",
  "GET /api/v1/live/messages": "signed_in",
  "GET /api/v1/registrations": "signed_in",
  "GET /api/v1/complete": "signed_in",
  "GET /api/v1/agents": "everything",
  "GET /api/v1/imports": "operator",
  "GET /api/v1/configuration": "admin",
  "GET /api/v1/codecs": "everything",
  "POST /api/v1/imports": "operator",
  "POST /api/v1/demo": "operator",
  "GET /api/v1/migrations/:source": "admin",
  "POST /api/v1/migrations/:source/packets": "admin",
  "POST /api/v1/migrations/:source/ranges": "admin",
  "POST /api/v1/migrations/:source/objects": "admin",
  "GET /api/v1/users": "admin",
  "POST /api/v1/users": "admin",
  "PATCH /api/v1/users/:name": "admin",
  "DELETE /api/v1/users/:name": "admin",
  "GET /api/v1/tokens": "signed_in",
  "POST /api/v1/tokens": "own",
  "DELETE /api/v1/tokens/:id": "own",
  "GET /api/v1/audit": "admin",
  "GET /api/v1/dashboards": "signed_in",
  "POST /api/v1/dashboards": "own",
  "PATCH /api/v1/dashboards/:id": "own",
  "DELETE /api/v1/dashboards/:id": "own",
  "GET /api/v1/saved-searches": "signed_in",
  "POST /api/v1/saved-searches": "own",
  "PATCH /api/v1/saved-searches/:id": "own",
  "DELETE /api/v1/saved-searches/:id": "own",
  "GET /api/v1/shares": "signed_in",
  "POST /api/v1/shares": "own",
  "DELETE /api/v1/shares/:id": "own",
  "GET /api/v1/shared/:secret": "public",
  "GET /api/v1/shared/:secret/messages": "public",
  "GET /api/v1/shared/:secret/ladder": "public",
  "GET /api/v1/shared/:secret/export": "public",
  "GET /api/v1/shared/:secret/findings": "public",
  "GET /api/v1/shared/:secret/quality": "public",
  "GET /api/v1/shared/:secret/negotiation": "public",
  "GET /api/v1/aliases": "everything",
  "PUT /api/v1/aliases/:address": "operator",
  "DELETE /api/v1/aliases/:address": "operator",
  "GET /api/v1/tenants": "admin",
  "PUT /api/v1/tenants/:name": "admin",
  "DELETE /api/v1/tenants/:name": "admin",
  "OPTIONS /api/v3/*": "public",
  "POST /api/v3/auth": "public",
  "GET /api/v3/auth/type/list": "public",
  "GET /api/v3/oauth2/redirect/:provider": "public",
  "GET /api/v3/oauth2/auth/:provider": "public",
  "POST /api/v3/oauth2/token": "public",
  "POST /api/v3/search/call/data": "signed_in",
  "POST /api/v3/search/call/message": "signed_in",
  "POST /api/v3/search/call/decode/message": "signed_in",
  "POST /api/v3/call/transaction": "signed_in",
  "POST /api/v3/call/report/qos": "signed_in",
  "POST /api/v3/call/report/log": "signed_in",
  "POST /api/v3/export/call/messages/pcap": "signed_in",
  "POST /api/v3/export/call/messages/text": "signed_in",
  "POST /api/v3/export/call/messages/sipp": "signed_in",
  "GET /api/v3/call/flow/:callid": "signed_in",
  "GET /api/v3/export/call/pcap/:callid": "signed_in",
  "POST /api/v3/stats/quality": "signed_in",
  "GET /api/v3/mapping/protocol": "signed_in",
  "GET /api/v3/mapping/protocol/:guid": "signed_in",
  "GET /api/v3/mapping/protocol/:guid/:profile": "signed_in",
  "POST /api/v3/mapping/protocol": "admin",
  "PUT /api/v3/mapping/protocol/:guid": "admin",
  "DELETE /api/v3/mapping/protocol/:guid": "admin",
  "GET /api/v3/mapping/protocol/reset": "admin",
  "GET /api/v3/mapping/protocol/reset/:guid": "admin",
  "GET /api/v3/smart/search/tag/:hepid/:profile": "signed_in",
  "GET /api/v3/alias": "signed_in",
  "POST /api/v3/alias": "admin",
  "PUT /api/v3/alias/:guid": "admin",
  "DELETE /api/v3/alias/:guid": "admin",
  "GET /api/v3/users": "signed_in",
  "GET /api/v3/users/groups": "signed_in",
  "GET /api/v3/users/profile": "signed_in",
  "GET /api/v3/users/:guid": "signed_in",
  "POST /api/v3/users": "admin",
  "PUT /api/v3/users/:guid": "signed_in",
  "DELETE /api/v3/users/:guid": "admin",
  "GET /api/v3/token/auth": "admin",
  "GET /api/v3/token/auth/:guid": "admin",
  "POST /api/v3/token/auth": "admin",
  "PUT /api/v3/token/auth/:guid": "admin",
  "DELETE /api/v3/token/auth/:guid": "admin",
  "GET /api/v3/user/settings": "signed_in",
  "GET /api/v3/user/settings/:category": "signed_in",
  "POST /api/v3/user/settings": "signed_in",
  "PUT /api/v3/user/settings/:guid": "signed_in",
  "DELETE /api/v3/user/settings/:guid": "signed_in",
  "GET /api/v3/advanced": "signed_in",
  "GET /api/v3/advanced/:guid": "signed_in",
  "POST /api/v3/advanced": "admin",
  "PUT /api/v3/advanced/:guid": "admin",
  "DELETE /api/v3/advanced/:guid": "admin",
  "GET /api/v3/dashboard/info": "signed_in",
  "GET /api/v3/dashboard/store/:id": "signed_in",
  "POST /api/v3/dashboard/store/:id": "signed_in",
  "PUT /api/v3/dashboard/store/:id": "signed_in",
  "DELETE /api/v3/dashboard/store/:id": "signed_in",
  "GET /api/v3/dashboard/reset": "signed_in",
  "GET /api/v3/version/api/info": "public",
  "GET /api/v3/version/ui/info": "public",
  "GET /api/v3/database/node/list": "signed_in",
  "GET /api/v3/modules/status": "signed_in",
  "GET /api/v3/admin/profiles": "signed_in",
  "POST /api/v3/prometheus/data": "everything",
  "POST /api/v3/prometheus/value": "everything",
  "GET /api/v3/prometheus/labels": "everything",
  "GET /api/v3/prometheus/label/:name": "everything",
  "POST /api/v3/search/remote/data": "everything",
  "GET /api/v3/search/remote/label": "everything",
  "GET /api/v3/search/remote/values": "everything",
  "POST /api/v3/statistic/data": "signed_in",
  "POST /api/v3/statistic/_retentions": "signed_in",
  "POST /api/v3/statistic/_metrics": "signed_in",
  "POST /api/v3/statistic/_tags": "signed_in",
  "GET /api/v3/statistic/_db": "signed_in",
  "GET /api/v3/statistic/_measurements/:db": "signed_in",
  "GET /api/v3/proxy/grafana/status": "everything",
  "GET /api/v3/proxy/grafana/url": "everything",
  "GET /api/v3/proxy/grafana/path": "everything",
  "GET /api/v3/proxy/grafana/org": "everything",
  "GET /api/v3/proxy/grafana/folders": "everything",
  "GET /api/v3/proxy/grafana/search/:uid": "everything",
  "GET /api/v3/proxy/grafana/dashboards/uid/:uid": "everything",
  "GET /api/v3/proxy/grafana/request/d/:uid/:param": "everything",
  "POST /api/v3/agent/subscribe": "everything",
  "GET /api/v3/agent/subscribe": "everything",
  "GET /api/v3/agent/subscribe/:guid": "everything",
  "GET /api/v3/agent/type": "everything",
  "GET /api/v3/agent/type/:type": "everything",
  "PUT /api/v3/agent/subscribe/:guid": "admin",
  "DELETE /api/v3/agent/subscribe/:guid": "admin",
  "POST /api/v3/agent/search/:guid/:type": "everything",
  "POST /api/v3/hepsub/search": "signed_in",
  "GET /api/v3/hepsub/protocol": "signed_in",
  "GET /api/v3/hepsub/protocol/:guid": "signed_in",
  "GET /api/v3/hepsub/protocol/:guid/:transaction": "signed_in",
  "POST /api/v3/hepsub/protocol": "admin",
  "PUT /api/v3/hepsub/protocol/:guid": "admin",
  "DELETE /api/v3/hepsub/protocol/:guid": "admin",
  "POST /api/v3/import/data/pcap": "operator",
  "POST /api/v3/import/data/pcap/now": "operator",
  "GET /search/result": "public",
  "GET /doc/api/json": "public",
  "GET /v1/timelines/calls/:id/sip-analysis": "signed_in",
  "GET /v1/timelines/calls/:id/pcap": "signed_in",
  "GET /v1/timelines/call/:id/sip-messages": "signed_in",
  "GET /v1/timelines/call/:id/pcap": "signed_in",
  "GET /v1/timelines/files/:token": "public",
  "POST /v1/sip/messages": "signed_in",
  "POST /v1/sip/analysis": "signed_in",
  "POST /v1/sip/pcap": "signed_in",
};

/** Values for the parts of a path: of things that are not there, so that a request that is let through changes nothing. */
const at = (url: string): string => url.replace(":address", "192.0.2.77").replace(/:\w+/, "absent");

describe("who may use which route", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
    it.questions.calls.push(callOf("c1", { tenants: ["acme"] }));
  });
  after(() => it.close());

  const rules = () => it.app.routeRules.filter(({ method }) => method !== "HEAD");

  test("the table of rules is the one that was reviewed", () => {
    assert.deepEqual(Object.fromEntries(rules().map(({ method, url, access }) => [`${method} ${url}`, access])), EXPECTED);
  });

  test("HEAD has the rule of its GET", () => {
    for (const { method, url, access } of it.app.routeRules) if (method === "HEAD") assert.equal(access, EXPECTED[`GET ${url}`], url);
  });

  test("a route without a rule cannot be registered", () => {
    const app = Fastify();
    keepRules(app);
    assert.throws(() => app.get("/api/v1/new", async () => ""), /does not say who may use it/);
  });

  /** The live stream never ends, so it is asked with a query it refuses: after access, before streaming. */
  const ask = (method: string, url: string, headers: Record<string, string>) =>
    it.app.inject({ method: method as "GET", url: url.startsWith("/api/v1/live") ? `${url}?q=)` : at(url), headers });

  for (const role of ["readonly", "customer", "support", "admin"] as const) {
    test(`${role}: 403 where the role is too small, something else where it is not`, async () => {
      for (const { method, url, access } of rules()) {
        const { statusCode } = await ask(method, url, it.bearer(role));
        if (MAY[access][role]) assert.ok(![401, 403].includes(statusCode), `${role} ${method} ${url} answered ${statusCode}`);
        else assert.equal(statusCode, 403, `${role} ${method} ${url}`);
      }
    });
  }

  test("nobody signed in gets 401 everywhere but on public routes", async () => {
    for (const { method, url, access } of rules()) {
      const { statusCode } = await ask(method, url, {});
      if (access === "public") assert.ok(statusCode !== 401 && statusCode !== 403, `${method} ${url} answered ${statusCode}`);
      else assert.equal(statusCode, 401, `${method} ${url}`);
    }
  });

  test("every write by cookie without X-Sipglass is refused", async () => {
    const { token } = it.state.sessions.create("anna", { address: "127.0.0.1", userAgent: "" });
    for (const { method, url, access } of rules()) {
      if (method === "GET" || access === "public") continue;
      const answer = await ask(method, url, { cookie: `sipglass=${token}` });
      assert.equal(answer.statusCode, 403, `${method} ${url}`);
      assert.match(answer.body, /X-Sipglass/, `${method} ${url}`);
    }
  });

  test("a token narrowed to a tenant does not run the platform, though an administrator made it", async () => {
    const { secret } = it.state.tokens.create({ user: "anna", name: "narrow", role: "admin", tenants: ["acme"], expiresAtUs: 9e15 });
    for (const { method, url, access } of rules()) {
      if (access !== "everything" && access !== "operator" && access !== "admin") continue;
      assert.equal((await ask(method, url, { authorization: `Bearer ${secret}` })).statusCode, 403, `${method} ${url}`);
    }
  });

  test("a token is lowered with its owner", async () => {
    await it.state.users.create({ name: "otto", role: "admin", password: "long enough" });
    const { secret } = it.state.tokens.create({ user: "otto", name: "t", role: "admin", expiresAtUs: 9e15 });
    const users = async () => (await it.app.inject({ url: "/api/v1/users", headers: { authorization: `Bearer ${secret}` } })).statusCode;
    assert.equal(await users(), 200);
    await it.state.users.change("otto", { role: "customer", tenants: ["acme"] });
    assert.equal(await users(), 403);
    const calls = await it.app.inject({ url: "/api/v1/calls", headers: { authorization: `Bearer ${secret}` } });
    assert.equal(calls.statusCode, 200);
    assert.deepEqual(it.questions.asked.at(-1)?.scope, { kind: "tenants", tenants: ["acme"] });
  });
});
