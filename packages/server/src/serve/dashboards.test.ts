// Shared dashboards are shared among those who see the same: a widget's search holds numbers of a tenant's customers.
import assert from "node:assert/strict";
import { test } from "node:test";
import { PASSWORD, startApp } from "./app.fixture.ts";

test("a shared dashboard of another tenant's user is neither listed nor opened, one of the same tenant is", async (context) => {
  const it = await startApp();
  context.after(() => it.close());
  for (const [name, tenant] of [["bea", "beta"], ["cora", "acme"]] as const) {
    await it.state.users.create({ name, role: "customer", password: PASSWORD, tenants: [tenant] });
    const authorization = `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString("base64")}`;
    const made = await it.app.inject({ method: "POST", url: `/api/v3/dashboard/store/of-${name}`, headers: { authorization }, payload: { data: { name: `board of ${name}`, shared: true } } });
    assert.equal(made.statusCode, 200, made.body);
  }
  const get = (path: string) => it.app.inject({ url: `/api/v3/dashboard/${path}`, headers: it.bearer("customer") });
  assert.match((await get("info")).body, /board of cora/);
  assert.doesNotMatch((await get("info")).body, /bea/);
  assert.equal((await get("store/of-cora")).statusCode, 200);
  assert.equal((await get("store/of-bea")).statusCode, 404);
});
