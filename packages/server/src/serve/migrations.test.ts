// What a Homer 7 has becomes ours over the API: who may do it, what is made, kept and refused, and that nothing that is here is changed.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import bcrypt from "bcryptjs";
import { frameOf, packetOf } from "../pipeline/frames.fixture.ts";
import { START_US, startApp, type TestApp } from "./app.fixture.ts";

const HASH = bcrypt.hashSync("sipcapture", 4);
const TOKEN = "XqYbKdWvRtLpZsMnHgFcJaQwErTyUiOpLkJhGfDsAzXcVbNmQwErTyUiOpAsDfGhJkLzXcVbNmQwErTyUi";
const guid = (n: number): string => `00000000-0000-4000-9000-${String(n).padStart(12, "0")}`;
const user = (n: number, username: string, usergroup: string, change: object = {}) => ({ id: n, guid: guid(n), username, partid: 10, email: `${username}@example`, firstname: "Ute", lastname: "Ohm", department: "noc", usergroup, hash: HASH, enabled: true, ...change });

const ROWS = {
  users: [
    user(1, "root", "Administrators"), user(2, "ute", "user"), user(3, "gone", "support", { enabled: false, hash: HASH.replace("$2b$", "$2a$") }), user(4, "tier", "tier2"), user(8, "odd", "constructor"), user(5, "byldap", "user", { hash: "" }), user(6, "has space", "user"),
    user(7, "anna", "user"),
  ],
  aliases: [{ id: 1, guid: guid(20), alias: "pbx", ip: "10.0.0.0", port: 0, mask: 24, captureID: "0", status: true }, { id: 2, guid: guid(21), alias: "bad", ip: "10.0.0", port: 0, mask: 24, captureID: "0", status: true }],
  mappings: [{ id: 1, guid: guid(30), profile: "call", hepid: 1, hep_alias: "SIP", partid: 10, version: 1, retention: 14, partition_step: 3600, create_index: {}, create_table: "", correlation_mapping: [{ source_field: "data_header.X-Id", lookup_id: 1, lookup_profile: "call", lookup_field: "sid", lookup_range: [-60, 60] }], fields_mapping: '[{"id":"sid","name":"SID"}]', schema_mapping: {}, schema_settings: {}, create_date: "2020-01-01" }],
  hepsub: [{ id: 1, guid: guid(40), profile: "cdr", hepid: 1, hep_alias: "CDR", version: 1, mapping: { lookup_id: 0 } }],
  user_settings: [
    { id: 1, guid: guid(50), username: "ute", partid: 10, category: "dashboard", param: "home", data: { id: "home", name: "My home", widgets: [{ id: "w" }] } }, { id: 2, guid: guid(51), username: "nobody", partid: 10, category: "dashboard", param: "home", data: {} },
  ],
  global_settings: [{ id: 1, guid: guid(60), partid: 10, category: "search", param: "grafana", data: { host: "http://grafana", token: "hush" } }],
  tokens: [
    { id: 1, guid: guid(70), creator_guid: guid(2), name: "cdr export", token: TOKEN, user_object: { usergroup: "user" }, expire_date: "2099-01-01T00:00:00+00:00", active: true },
    { id: 4, guid: guid(73), creator_guid: guid(1), name: "portal", token: `${TOKEN}z`, user_object: { usergroup: "customer" }, expire_date: "2099-01-01T00:00:00+00:00", active: true },
    { id: 2, guid: guid(71), creator_guid: guid(1), name: "old", token: `${TOKEN}x`, user_object: { usergroup: "admin" }, expire_date: "2020-01-01T00:00:00+00:00", active: true },
    { id: 3, guid: guid(72), creator_guid: guid(1), name: "off", token: `${TOKEN}y`, user_object: { usergroup: "admin" }, expire_date: "2099-01-01T00:00:00+00:00", active: false },
  ],
};

interface Item {
  kind: string;
  name: string;
  outcome: string;
  reason: string;
}

describe("a migration", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
  });
  after(() => it.close());

  const objects = async (payload: object, query = ""): Promise<Item[]> => {
    const answer = await it.app.inject({ method: "POST", url: `/api/v1/migrations/old/objects${query}`, headers: it.bearer("admin"), payload });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<{ items: Item[] }>().items;
  };
  const outcomes = (items: readonly Item[]): string[] => items.map(({ kind, name, outcome }) => `${kind} ${name}: ${outcome}`);
  const TAKEN = [
    "user root: made", "user ute: made", "user gone: made", "user tier: refused", "user odd: refused", "user byldap: refused", "user has space: refused", "user anna: differs", "alias pbx 10.0.0.0/24: made", "alias bad 10.0.0/24: refused",
    "mapping 1_call: made", "hepsub 1_cdr: made", "user setting ute/dashboard/home: made", "user setting nobody/dashboard/home: refused", "setting search/grafana: made", "token cdr export: made", "token portal: refused", "token old: refused", "token off: refused",
  ];

  test("is for administrators alone", async () => {
    for (const role of ["readonly", "customer", "support"] as const) {
      for (const [method, what] of [["GET", ""], ["POST", "/objects"], ["POST", "/ranges"], ["POST", "/packets?from_us=0&to_us=1"]] as const) {
        const { statusCode } = await it.app.inject({ method, url: `/api/v1/migrations/old${what}`, headers: it.bearer(role), ...(method === "POST" ? { payload: {} } : {}) });
        assert.equal(statusCode, 403, `${role} ${method} ${what}`);
      }
    }
  });

  test("says beforehand what it would do, and does nothing", async () => {
    const users = it.state.users.list().length;
    // A name with a space would be refused when it is made.
    assert.deepEqual(outcomes(await objects(ROWS, "?dry_run=true")).filter((line) => !line.includes("has space")), TAKEN.filter((line) => !line.includes("has space")));
    assert.equal(it.state.users.list().length, users);
    assert.deepEqual(it.state.homer.list("alias"), []);
    assert.equal(it.state.tokens.find(TOKEN), null);
  });

  test("makes what is not here, says why it refuses, and leaves what is here", async () => {
    const items = await objects(ROWS);
    assert.deepEqual(outcomes(items), TAKEN);
    assert.match(items.find(({ name }) => name === "tier")!.reason, /no role is known for the group "tier2"; say which with --role tier2=ROLE/);
    assert.match(items.find(({ name }) => name === "cdr export")!.reason, /ends after two years/);
    assert.equal(it.state.users.get("anna")?.role, "admin");
    assert.deepEqual(["root", "ute", "gone"].map((name) => [it.state.users.get(name)?.role, it.state.users.get(name)?.disabled]), [["admin", false], ["support", false], ["support", true]]);
    assert.ok(!JSON.stringify(it.state.audit.list({ limit: 100 })).includes(TOKEN));
    assert.deepEqual(it.state.audit.list({ action: "objects_migrated", limit: 1 })[0]?.details, { made: 9 });
  });

  test("lets people sign in with the passwords and programs with the tokens that they had", async () => {
    const signIn = (username: string, password: string) => it.app.inject({ method: "POST", url: "/api/v3/auth", payload: { username, password } });
    assert.equal((await signIn("ute", "sipcapture")).statusCode, 201);
    assert.equal((await signIn("ute", "wrong")).statusCode, 401);
    assert.equal((await signIn("gone", "sipcapture")).statusCode, 401);
    const byToken = await it.app.inject({ url: "/api/v3/dashboard/store/home", headers: { "auth-token": TOKEN } });
    assert.equal(byToken.statusCode, 200, byToken.body);
    assert.equal(byToken.json<{ data: { name: string } }>().data.name, "My home");
    assert.equal((await it.app.inject({ url: "/api/v3/users", headers: { "auth-token": `${TOKEN}x` } })).statusCode, 401);
    const mapping = await it.app.inject({ url: "/api/v3/mapping/protocol/1/call", headers: it.bearer("admin") });
    const call = mapping.json<{ data: { retention: number; fields_mapping: { id: string }[] }[] }>().data[0]!;
    assert.deepEqual([mapping.json<{ count: number }>().count, call.retention, call.fields_mapping[0]?.id], [1, 14, "sid"]);
  });

  test("can be done again: what it made is kept, what people changed since is not touched, a role may be said", async () => {
    it.state.homer.set({ guid: guid(20), kind: "alias", owner: "", category: "", param: "10.0.0.0", data: { guid: guid(20), alias: "renamed", ip: "10.0.0.0", port: 0, mask: 24, captureID: "0", status: true } });
    const again = TAKEN.map((line) => (line.startsWith("alias pbx") ? line.replace("made", "differs") : line.startsWith("user tier") ? line.replace("refused", "made") : line.replace("made", "kept")));
    assert.deepEqual(outcomes(await objects({ ...ROWS, roles: { tier2: "readonly" } })), again);
    assert.equal((it.state.homer.find("alias", guid(20))!.data as { alias: string }).alias, "renamed");
    assert.deepEqual([it.state.users.get("tier")?.role, it.state.users.get("tier")?.tenants], ["readonly", []]);
  });

  test("takes packets, keeps how far it has come, and refuses to count rows twice", async () => {
    const frame = (n: number): Uint8Array => frameOf(packetOf(`NOTICE ${n}`, START_US + n, { payloadType: 100, correlationId: "c" }));
    const send = (frames: readonly Uint8Array[]) => it.app.inject({ method: "POST", url: `/api/v1/migrations/old/packets?from_us=${START_US}&to_us=${START_US + 100}`, headers: { ...it.bearer("admin"), "content-type": "application/octet-stream" }, payload: Buffer.concat(frames) });
    assert.deepEqual((await send([frame(1), frame(2)])).json(), { packets: 2, known: 0, left_out: [] });
    assert.deepEqual((await send([frame(1), frame(2), frame(3)])).json(), { packets: 3, known: 2, left_out: [] });
    const range = { from_us: START_US, to_us: START_US + 100, tables: [{ table: "hep_proto_100_default", rows: 4, archived: 3, left_out: 0, refused: 1, refusals: [{ id: "4", reason: "bad_port" }] }] };
    const say = (payload: object) => it.app.inject({ method: "POST", url: "/api/v1/migrations/old/ranges", headers: it.bearer("admin"), payload });
    assert.equal((await say(range)).statusCode, 204);
    assert.equal((await say(range)).statusCode, 409);
    assert.equal((await say({ ...range, from_us: 9, to_us: 9 })).statusCode, 400);
    const { items } = (await it.app.inject({ url: "/api/v1/migrations/old", headers: it.bearer("admin") })).json<{ items: object[] }>();
    assert.deepEqual(items, [{ ...range.tables[0], from_us: range.from_us, to_us: range.to_us }]);
    assert.deepEqual(it.state.audit.list({ action: "packets_migrated", limit: 5 }).map(({ details }) => details), [{ packets: 3 }]);
    assert.equal((await it.app.inject({ url: "/api/v1/migrations/..%2Fold", headers: it.bearer("admin") })).statusCode, 400);
  });
});
