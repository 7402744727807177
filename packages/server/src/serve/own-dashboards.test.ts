// Dashboards over HTTP: one's own, and those that others share; never somebody else's to change.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { startApp, type TestApp } from "./app.fixture.ts";

let it: TestApp;
before(async () => void (it = await startApp()));
after(() => it.close());

type Role = "admin" | "support" | "customer" | "readonly";
const panel = { id: "p1", kind: "top", of: "ua", title: "Phones", query: "code:5xx", width: 1 };
const ask = (role: Role, method: "GET" | "POST" | "PATCH" | "DELETE", path = "", payload?: object) =>
  it.app.inject({ method, url: `/api/v1/dashboards${path}`, headers: it.bearer(role), ...(payload ? { payload } : {}) });
const names = async (role: Role): Promise<string[]> =>
  (await ask(role, "GET")).json<{ items: { name: string }[] }>().items.map(({ name }) => name);

test("what one arranges is there again, and nobody else sees it until it is shared", async () => {
  const made = await ask("support", "POST", "", { name: "Shift", panels: [panel] });
  assert.equal(made.statusCode, 201, made.body);
  const { id } = made.json<{ id: string }>();
  assert.deepEqual([await names("support"), await names("admin")], [["Shift"], []]);
  const moved = [{ ...panel, id: "p2", kind: "week", of: "asr", query: "", width: 3 }, panel];
  assert.deepEqual((await ask("support", "PATCH", `/${id}`, { panels: moved, shared: true })).json<{ panels: object[] }>().panels, moved);
  assert.deepEqual(await names("admin"), ["Shift"]);
});

test("a tenant's user sees no dashboard of somebody whose calls are hidden", async () => {
  assert.deepEqual(await names("customer"), []);
});

test("others neither change nor remove it; to them it is not there", async () => {
  const [{ id }] = (await ask("admin", "GET")).json<{ items: [{ id: string }] }>().items;
  assert.equal((await ask("admin", "PATCH", `/${id}`, { name: "Mine" })).statusCode, 404);
  assert.equal((await ask("admin", "DELETE", `/${id}`)).statusCode, 404);
  assert.equal((await ask("support", "DELETE", `/${id}`)).statusCode, 204);
  assert.deepEqual(await names("support"), []);
});

test("a query that is none, a panel that is none and a second one of the name are refused", async () => {
  assert.equal((await ask("admin", "POST", "", { name: "a", panels: [{ ...panel, query: "codd:1" }] })).json().error.code, "bad_query");
  assert.equal((await ask("admin", "POST", "", { name: "a", panels: [{ ...panel, kind: "pie" }] })).statusCode, 400);
  assert.equal((await ask("admin", "POST", "", { name: "a", panels: [] })).statusCode, 201);
  assert.equal((await ask("admin", "POST", "", { name: "a", panels: [] })).json().error.code, "conflict");
  assert.equal((await ask("readonly", "POST", "", { name: "b", panels: [] })).statusCode, 403);
});
