// Users, tokens, saved searches, aliases and the audit log as the page and scripts manage them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { Role } from "@sipglass/model";
import { PASSWORD, startApp, type TestApp } from "./app.fixture.ts";
import { canonicalAddress } from "./v1/aliases.ts";

interface Token {
  id: string;
  token: string;
  role: Role;
  tenants: string[] | null;
  expires_at: string;
}

describe("people and their things", () => {
  let it: TestApp;
  before(async () => void (it = await startApp()));
  after(() => it.close());

  type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  const call = async <T>(headers: object, method: Method, url: string, payload?: object): Promise<{ status: number; body: T }> => {
    const answer = await it.app.inject({ method, url: `/api/v1/${url}`, headers: { ...headers }, ...(payload ? { payload } : {}) });
    return { status: answer.statusCode, body: (answer.body === "" ? {} : answer.json()) as T };
  };
  const as = <T>(role: Role, method: Method, url: string, payload?: object) => call<T>(it.bearer(role), method, url, payload);
  /** As a person, not as a token: tokens cannot make tokens. */
  const person = <T>(name: string, method: Method, url: string, payload?: object) =>
    call<T>({ authorization: `Basic ${Buffer.from(`${name}:${PASSWORD}`).toString("base64")}` }, method, url, payload);

  test("an administrator adds, changes and removes a user; no hash is ever shown", async () => {
    const made = await as<object>("admin", "POST", "users", {
      username: "bob",
      role: "customer",
      tenants: ["acme"],
      password: "long enough",
      display_name: "Bob",
    });
    assert.equal(made.status, 201);
    assert.deepEqual(made.body, {
      username: "bob",
      display_name: "Bob",
      source: "local",
      role: "customer",
      tenants: ["acme"],
      disabled: false,
      created_at: "2026-11-20T11:00:00.000000Z",
      changed_at: "2026-11-20T11:00:00.000000Z",
      last_login_at: null,
    });
    const changed = await as<{ tenants: string[]; role: string }>("admin", "PATCH", "users/BOB", { tenants: ["beta"] });
    assert.deepEqual([changed.body.tenants, changed.body.role], [["beta"], "customer"]);
    const list = await as<{ items: { username: string }[] }>("admin", "GET", "users");
    assert.ok(list.body.items.some(({ username }) => username === "bob"));
    assert.doesNotMatch(JSON.stringify(list.body), /argon2|password/);
    assert.equal((await as("admin", "DELETE", "users/bob")).status, 204);
    assert.equal((await as("admin", "PATCH", "users/bob", { disabled: true })).status, 404);
  });

  test("a user of Homer moves with its bcrypt hash", async () => {
    const { default: bcrypt } = await import("bcryptjs");
    const hash = await bcrypt.hash("sipcapture", 4);
    assert.equal((await as("admin", "POST", "users", { username: "homer", role: "support", password_hash: hash })).status, 201);
    assert.equal((await call({}, "POST", "auth/login", { username: "homer", password: "sipcapture" })).status, 200);
    assert.equal(
      (await as("admin", "POST", "users", { username: "both", role: "support", password_hash: hash, password: "long enough" })).status,
      400,
    );
    assert.equal((await as("admin", "POST", "users", { username: "neither", role: "support" })).status, 400);
  });

  test("the last administrator stays", async () => {
    assert.equal((await as("admin", "DELETE", "users/anna")).status, 409);
    assert.equal((await as("admin", "PATCH", "users/anna", { role: "readonly" })).status, 409);
  });

  test("a token is shown once, does what its role may, and is gone when revoked", async () => {
    const made = await person<Token>("susi", "POST", "tokens", { name: "ci", role: "readonly" });
    assert.equal(made.status, 201);
    assert.match(made.body.token, /^sga_[\w-]{43}$/);
    assert.equal(made.body.expires_at, "2027-02-18T11:00:00.000000Z", "90 days");
    const list = await person<{ items: Token[] }>("susi", "GET", "tokens");
    assert.doesNotMatch(JSON.stringify(list.body), new RegExp(made.body.token));
    const use = (method: Method, url: string, payload?: object) =>
      call({ authorization: `Bearer ${made.body.token}` }, method, url, payload);
    assert.equal((await use("GET", "calls")).status, 200);
    assert.equal(it.questions.asked.at(-1)?.scope.kind, "all", "it sees what its owner sees");
    assert.equal((await use("POST", "saved-searches", { name: "x", query: "" })).status, 403, "and changes nothing");
    assert.equal((await as("customer", "DELETE", `tokens/${made.body.id}`)).status, 404, "others cannot revoke it");
    assert.equal((await person("susi", "DELETE", `tokens/${made.body.id}`)).status, 204);
    assert.equal((await use("GET", "calls")).status, 401);
  });

  test("nobody makes a token that can do or see more than themselves", async () => {
    const make = async (name: string, payload: object) =>
      (await person(name, "POST", "tokens", { name: `t-${Math.random()}`, ...payload })).status;
    assert.equal(await make("carl", { role: "support" }), 403);
    assert.equal(await make("carl", { role: "customer", tenants: ["beta"] }), 403);
    assert.equal(await make("carl", { role: "customer", tenants: ["acme"] }), 201);
    assert.equal(await make("rita", { role: "readonly" }), 403, "readonly makes none");
    assert.equal(await make("susi", { role: "customer" }), 400, "a customer of whom?");
    assert.equal(await make("susi", { role: "customer", tenants: ["beta"] }), 201);
    assert.equal((await as("admin", "POST", "tokens", { name: "child", role: "readonly" })).status, 403, "a token makes no tokens");
  });

  test("a token narrowed to a tenant asks with that tenant", async () => {
    const { body } = await person<Token>("susi", "POST", "tokens", { name: "beta", role: "support", tenants: ["beta"] });
    await call({ authorization: `Bearer ${body.token}` }, "GET", "calls");
    assert.deepEqual(it.questions.asked.at(-1)?.scope, { kind: "tenants", tenants: ["beta"] });
    assert.deepEqual((await call<{ tenants: string[] }>({ authorization: `Bearer ${body.token}` }, "GET", "auth/me")).body.tenants, [
      "beta",
    ]);
  });

  test("a token always expires, and not beyond two years", async () => {
    const make = async (expires_at: string) =>
      (await person("susi", "POST", "tokens", { name: `e-${expires_at}`, role: "support", expires_at })).status;
    assert.equal(await make("2026-11-20T10:59:59Z"), 400);
    assert.equal(await make("2029-11-20T11:00:00Z"), 400);
    assert.equal(await make("never"), 400);
    assert.equal(await make("2026-11-20T12:00:00Z"), 201);
  });

  test("an administrator sees everybody's tokens; others their own", async () => {
    const owners = async (role: Role) =>
      new Set((await as<{ items: { user: string }[] }>(role, "GET", "tokens")).body.items.map(({ user }) => user));
    assert.deepEqual(await owners("customer"), new Set(["carl"]));
    assert.ok((await owners("admin")).size > 2);
  });

  test("a saved search is shared among those who see the same, and only a query that is one is kept", async () => {
    await it.state.users.create({ name: "cora", role: "customer", password: PASSWORD, tenants: ["acme"] });
    await it.state.users.create({ name: "bert", role: "customer", password: PASSWORD, tenants: ["beta"] });
    const bad = await as<{ error: { code: string } }>("customer", "POST", "saved-searches", { name: "bad", query: "state:(" });
    assert.equal(bad.body.error.code, "bad_query");
    const made = await as<{ id: string }>("customer", "POST", "saved-searches", {
      name: "acme's",
      query: "from:+49301234567",
      shared: true,
    });
    assert.equal(made.status, 201);
    await as("support", "POST", "saved-searches", { name: "support's", query: "state:failed", shared: true });
    const names = async (name: string) =>
      (await person<{ items: { name: string }[] }>(name, "GET", "saved-searches")).body.items.map((item) => item.name);
    assert.deepEqual(await names("cora"), ["acme's"]);
    assert.deepEqual(await names("bert"), []);
    assert.deepEqual(await names("anna"), ["acme's", "support's"]);
    assert.equal((await person("cora", "PATCH", `saved-searches/${made.body.id}`, { name: "mine" })).status, 404);
    assert.equal((await as("customer", "PATCH", `saved-searches/${made.body.id}`, { shared: false })).status, 200);
    assert.deepEqual(await names("cora"), []);
    assert.equal((await as("customer", "DELETE", `saved-searches/${made.body.id}`)).status, 204);
  });

  test("an alias is kept in the spelling in which addresses are shown", async () => {
    const put = await as<{ address: string; changed_by: string }>(
      "support",
      "PUT",
      `aliases/${encodeURIComponent("[2001:DB8:0:0::5]:5060")}`,
      { name: "sbc1" },
    );
    assert.deepEqual([put.body.address, put.body.changed_by], ["[2001:db8::5]:5060", "susi"]);
    assert.equal((await as("support", "DELETE", `aliases/${encodeURIComponent("[2001:db8::5]:5060")}`)).status, 204);
    const spelt = { "10.0.0.5": "10.0.0.5", "10.0.0.5:5060": "10.0.0.5:5060", "2001:DB8::1": "2001:db8::1", "[::1]:5060": "[::1]:5060", "10.1.2.3/8": "10.0.0.0/8", "10.0.0.0/8:5060": "10.0.0.0/8:5060", "192.0.2.7/32": "192.0.2.7", "2001:DB8::9/32": "2001:db8::/32", "[2001:db8::/32]:5061": "[2001:db8::/32]:5061", "0.0.0.0/0": "0.0.0.0/0" };
    for (const [given, shown] of Object.entries(spelt)) assert.equal(canonicalAddress(given), shown);
    for (const text of [
      "",
      "host",
      "10.0.0",
      "10.0.0.5:99999",
      "10.0.0.5:",
      "[10.0.0.5]:5060",
      "[::1]",
      "::1:",
      "10.0.0.0/33",
      "10.0.0.0/",
      "10.0.0.0/8/8",
      "10.0.0.5:5060:1",
    ])
      assert.equal(canonicalAddress(text), null, text);
  });

  test("an alias has a colour of the list or none, and keeps it when only its name changes", async () => {
    const url = `aliases/${encodeURIComponent("10.9.0.0/16")}`;
    const put = async (body: object): Promise<[number, string | undefined]> => {
      const { status, body: alias } = await as<{ colour?: string }>("support", "PUT", url, body);
      return [status, alias.colour];
    };
    assert.deepEqual(await put({ name: "edge" }), [200, ""]);
    assert.deepEqual(await put({ name: "edge", colour: "teal" }), [200, "teal"]);
    assert.deepEqual(await put({ name: "edges" }), [200, "teal"]);
    assert.deepEqual(await put({ name: "edges", colour: "" }), [200, ""]);
    assert.deepEqual(await put({ name: "edges", colour: "url(x)" }), [400, undefined]);
    assert.equal((await as("support", "DELETE", url)).status, 204);
  });

  test("the audit log says who did what, pages back to its begin, and notes that it was read", async () => {
    const page = await as<{
      items: { id: number; action: string; object: string; user: string; details: object; at: string }[];
      next: string | null;
    }>("admin", "GET", "audit?limit=5");
    assert.equal(page.body.items.length, 5);
    assert.equal(page.body.items[0]?.at, "2026-11-20T11:00:00.000000Z");
    const all = [...page.body.items];
    for (let { next } = page.body; next !== null;) {
      const more = await as<typeof page.body>("admin", "GET", `audit?limit=5&cursor=${next}`);
      all.push(...more.body.items);
      next = more.body.next;
    }
    assert.deepEqual(
      all.map(({ id }) => id),
      all.map(({ id }) => id).toSorted((a, b) => b - a),
    );
    assert.equal(all.at(-1)?.id, 1);
    const created = all.find(({ action, object }) => action === "user_created" && object === "bob");
    assert.deepEqual([created?.user, created?.details], ["anna", { role: "customer", tenants: ["acme"] }]);
    assert.doesNotMatch(JSON.stringify(all), /long enough|sipcapture|sga_/, "no secret is in it");
    const one = await as<typeof page.body>("admin", "GET", "audit?action=user_removed&user=anna");
    assert.deepEqual(
      one.body.items.map(({ object }) => object),
      ["bob"],
    );
    assert.deepEqual((await as<typeof page.body>("admin", "GET", "audit?to=-1h")).body.items, []);
    assert.ok(it.state.audit.list({ action: "audit_read", limit: 1 }).length === 1);
    assert.equal((await as("admin", "GET", "audit?cursor=x")).status, 400);
  });
});
