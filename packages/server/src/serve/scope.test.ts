// What a tenant's user sees of a platform shared with others: nothing of theirs, by any route.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { PAYLOAD_TYPE } from "@sipglass/model";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";

describe("a user of the tenant acme", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
    it.questions.calls.push(
      callOf("own", { tenants: ["acme", "beta"], sessionId: "s1" }),
      callOf("foreign", { tenants: ["beta"], sessionId: "s1", fromUser: "2001" }),
      callOf("nobodys", { tenants: [] }),
    );
  });
  after(() => it.close());

  const get = (url: string, role: "customer" | "support" = "customer") =>
    it.app.inject({ url: `/api/v1/${url}`, headers: it.bearer(role) });

  test("gets 404 for a foreign call on every route that names one, by id and by Call-ID, and for one of no tenant", async () => {
    const routes = it.app.routeRules.filter(({ method, url }) => method === "GET" && /\/(calls|sessions)\/:id/.test(url)).map(({ url }) => url);
    const parts = (path: string): string[] => routes.filter((url) => url.startsWith(path)).map((url) => url.slice(path.length)).sort();
    assert.deepEqual(parts("/api/v1/calls/:id"), ["", "/export", "/findings", "/ladder", "/links", "/messages", "/negotiation", "/quality", "/report"]);
    assert.deepEqual(parts("/api/v1/sessions/:id"), ["", "/export", "/ladder"]);
    assert.deepEqual(parts("/v1/timelines/calls/:id"), ["/pcap", "/sip-analysis"]);
    assert.equal(routes.length, 14, "each is looked at below");
    for (const url of routes) {
      for (const id of url.includes("/sessions/") ? ["nobodys", "foreign", "absent"] : ["foreign", "foreign@fixture.example", "nobodys", "absent"]) {
        const answer = await it.app.inject({ url: url.replace(":id", encodeURIComponent(id)), headers: it.bearer("customer") });
        assert.equal(answer.statusCode, 404, `${url} ${id}`);
        assert.equal(answer.json<{ error: { code: string } }>().error.code, "not_found");
      }
      assert.equal((await it.app.inject({ url: url.replace(":id", "nobodys"), headers: it.bearer("support") })).statusCode, 200, url);
    }
  });

  test("cannot tell a foreign call from one that never was", async () => {
    const [foreign, absent] = [await get("calls/foreign"), await get("calls/absent1")];
    assert.equal(foreign.body.replaceAll("foreign", "X"), absent.body.replaceAll("absent1", "X"));
  });

  test("sees its own legs of a shared session alone, and no other tenant's name", async () => {
    const session = (await get("sessions/s1")).json<{ calls: { id: string; tenants: string[] }[] }>();
    assert.deepEqual(
      session.calls.map(({ id, tenants }) => [id, tenants]),
      [["own", ["acme"]]],
    );
    const all = (await get("sessions/s1", "support")).json<{ calls: { id: string; tenants: string[] }[] }>();
    assert.deepEqual(all.calls.map(({ id }) => id).sort(), ["foreign", "own"]);
  });

  test("lists, counts and completes its own calls alone", async () => {
    const list = (await get("calls")).json<{ items: { id: string; tenants: string[] }[] }>();
    assert.deepEqual(
      list.items.map(({ id, tenants }) => [id, tenants]),
      [["own", ["acme"]]],
    );
    assert.equal((await get("calls/histogram")).json<{ total: number }>().total, 1);
    assert.equal((await get("calls/histogram", "support")).json<{ total: number }>().total, 3);
    assert.deepEqual((await get("complete?field=from&prefix=2")).json(), { items: [] });
    assert.deepEqual((await get("complete?field=from&prefix=2", "support")).json(), { items: ["2001"] });
  });

  test("passes its scope to every question that a route asks", async () => {
    it.questions.asked.length = 0;
    for (const url of [
      "calls",
      "calls/histogram",
      "calls/histogram?count=sessions",
      "calls/own",
      "calls/own/messages",
      "calls/own/ladder",
      "calls/own/findings",
      "calls/own/quality",
      "calls/own/export?format=pcap",
      "calls/own/export?format=text",
      "sessions/s1",
      "sessions/s1/ladder",
      "sessions/s1/export?format=json",
      "calls?group=session",
      "calls/own/links",
      "registrations",
      "stats/kpis?group_by=tenant",
      "stats/timeseries",
      "stats/top?by=code",
      "stats/histogram?of=pdd",
      "stats/week",
      "complete?field=from",
    ]) {
      assert.equal((await get(url)).statusCode, 200, url);
    }
    const questions = new Set(it.questions.asked.map(({ question }) => question));
    assert.deepEqual([...questions].sort(), ["complete", "find", "histogram", "kpi", "links", "messages", "packets", "registrations", "search", "session", "sessionHistogram", "sessions"]);
    for (const { question, scope } of it.questions.asked) assert.deepEqual(scope, { kind: "tenants", tenants: ["acme"] }, question);
  });

  test("does not read the digits that callers typed, in no form", async () => {
    const own = it.questions.calls.find(({ id }) => id === "own");
    assert.ok(own);
    const headers = `INFO sip:x SIP/2.0\r\nCall-ID: ${own.callId}\r\nContent-Type: application/dtmf-relay\r\n`;
    const raw = `${headers}Content-Length: 24\r\n\r\nSignal=7\r\nDuration=160\r\n`;
    it.questions.messagesByCall.set("own", [messageOf(own, { method: "INFO", raw })]);
    for (const url of [
      "calls/own/messages",
      "calls/own/export?format=text",
      "calls/own/export?format=json",
      "sessions/s1/export?format=text",
    ]) {
      const [hidden, shown] = [await get(url), await get(url, "support")];
      assert.match(hidden.body, /Signal=\*/, url);
      assert.doesNotMatch(hidden.body, /Signal=7/, url);
      assert.match(shown.body, /Signal=7/, url);
    }
  });

  test("what was looked at and exported is in the audit log under its name", async () => {
    await get("calls/own/export?format=json");
    const entries = it.state.audit.list({ user: "carl", limit: 1000 });
    assert.ok(
      entries.some(
        ({ action, object, via, details }) =>
          action === "call_exported" && object === "own@fixture.example" && via === "token:test" && details["format"] === "json",
      ),
    );
    assert.ok(entries.some(({ action }) => action === "call_viewed"));
    assert.ok(!entries.some(({ object }) => object.includes("foreign")), "what was not seen is not noted as seen");
  });

  test("RTCP and logs leave with their call only when they are asked for", async () => {
    const own = it.questions.calls.find(({ id }) => id === "own");
    assert.ok(own);
    it.questions.messagesByCall.set("own", [
      messageOf(own),
      messageOf(own, { ref: "m:2", payloadType: PAYLOAD_TYPE.RTCP_JSON, raw: "{}" }),
      messageOf(own, { ref: "l:3", payloadType: PAYLOAD_TYPE.LOG, raw: "a log line" }),
    ]);
    const types = async (include: string) =>
      (await get(`calls/own/export?format=json&include=${include}`))
        .json<{ messages: { type: number }[] }>()
        .messages.map(({ type }) => type);
    assert.deepEqual(await types("sip"), [1]);
    assert.deepEqual(await types("sip,rtcp"), [1, 5]);
    assert.deepEqual(await types("log"), [100]);
    assert.equal((await get("calls/own/export?include=everything")).statusCode, 400);
  });
});
