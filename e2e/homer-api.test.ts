// The API of homer-app against a running server, as its page and the scripts of support teams use it.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { answeredCall, frameOf, packetOf, sipText } from "../packages/server/src/pipeline/frames.fixture.ts";
import { hasProgram, sendUdp } from "./hep-frames.ts";
import { PASSWORD, startServer, until, type ServerProcess } from "./server-process.ts";

type Json = Record<string, unknown>;
const START_US = Date.now() * 1000 - 60_000_000;
let server: ServerProcess;
let token = "";

async function post(path: string, body: unknown, headers: Record<string, string> = { authorization: `Bearer ${token}` }): Promise<{ status: number; body: Json; headers: Headers }> {
  const answer = await fetch(`${server.http}/api/v3${path}`, { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json", ...headers } });
  return { status: answer.status, body: (await answer.json()) as Json, headers: answer.headers };
}

const timestamp = { from: START_US / 1000 - 3_600_000, to: START_US / 1000 + 3_600_000 };
const field = (name: string, value: string, type = "string") => ({ name, value, type, hepid: 1 });
const searchFor = (table: string, ...fields: object[]) => ({ param: { transaction: {}, limit: 200, orlogic: false, search: { [table]: fields }, location: {}, timezone: { value: 0, name: "Local" } }, timestamp });
const transactionOf = (...callid: string[]) => ({ param: { search: { "1_call": { id: 0, callid, uuid: [] } }, location: {}, whitelist: [] as string[] }, timestamp });

before(async () => {
  server = await startServer();
  const rtcp = frameOf(packetOf('{"sender_information":{"packets":50,"octets":8000},"ssrc":7,"type":200,"report_count":1,"report_blocks":[{"source_ssrc":9,"fraction_lost":0,"packets_lost":0,"ia_jitter":8}]}', START_US + 4e6, { payloadType: 5, correlationId: "a-leg@pbx" }));
  const log = frameOf(packetOf("INFO: call routed", START_US + 1e6, { payloadType: 100, correlationId: "a-leg@pbx" }));
  const bLeg = frameOf(packetOf(sipText({ start: "INVITE sip:+4930200@carrier.example SIP/2.0", callId: "b-leg@pbx", cseq: "1 INVITE", fromTag: "bb", branch: "z9hG4bKb", extra: "X-CID: a-leg@pbx" }), START_US + 500_000, { src: "192.0.2.2", dst: "203.0.113.9", ipProtocol: 6 }));
  const register = frameOf(packetOf(sipText({ start: "REGISTER sip:example.org SIP/2.0", callId: "reg@phone", cseq: "1 REGISTER" }), START_US));
  await sendUdp([...answeredCall("a-leg@pbx", START_US), bLeg, rtcp, log, register], server.hepPort);
  await until(() => server.health(), ({ stored }) => stored === 10);
  const signedIn = await post("/auth", { username: "admin", password: PASSWORD, type: "internal" }, {});
  assert.equal(signedIn.status, 201);
  assert.deepEqual(signedIn.body["user"], { admin: true });
  token = String(signedIn.body["token"]);
});
after(async () => {
  await server.kill();
  server.remove();
});

describe("signing in", () => {
  test("a wrong password, no token and a stale one are 401 as the page expects", async () => {
    assert.equal((await post("/auth", { username: "admin", password: "no" }, {})).status, 401);
    const none = await post("/search/call/data", searchFor("1_call"), {});
    assert.deepEqual([none.status, none.body], [401, { message: "Login required" }]);
    assert.equal((await post("/search/call/data", searchFor("1_call"), { authorization: "Bearer old" })).status, 401);
  });
  test("Basic and Auth-Token are as good", async () => {
    const basic = await post("/search/call/data", searchFor("1_call"), { authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString("base64")}` });
    assert.equal(basic.status, 201);
    const made = await server.fetch("/api/v1/tokens", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "script", role: "support" }) });
    const { token: secret } = (await made.json()) as { token: string };
    assert.equal((await post("/search/call/data", searchFor("1_call"), { "auth-token": secret })).status, 201);
  });
  test("the ways of signing in are listed, and pages of other origins may ask", async () => {
    const types = await fetch(`${server.http}/api/v3/auth/type/list`, { headers: { origin: "https://portal.example" } });
    assert.equal(types.headers.get("access-control-allow-origin"), "*");
    assert.equal(((await types.json()) as { count: number }).count, 1);
    assert.equal((await fetch(`${server.http}/api/v3/search/call/data`, { method: "OPTIONS" })).status, 204);
  });
});

describe("search", () => {
  test("rows of the form's fields, oldest first, with every column of the grid", async () => {
    const { status, body } = await post("/search/call/data", searchFor("1_call", field("data_header.from_user", "ada"), field("limit", "200")));
    assert.equal(status, 201);
    const rows = body["data"] as Json[];
    assert.equal(body["total"], 7);
    assert.deepEqual(rows.map(({ method }) => method), ["INVITE", "INVITE", "180", "200", "ACK", "BYE", "200"]);
    const [first] = rows;
    assert.deepEqual(
      [first?.["sid"], first?.["srcIp"], first?.["srcPort"], first?.["dstIp"], first?.["callid"], first?.["ruri_user"], first?.["table"], first?.["captureId"], first?.["aliasSrc"]],
      ["a-leg@pbx", "192.0.2.1", 5060, "192.0.2.2", "a-leg@pbx", "bob", "hep_proto_1_call", "7", "192.0.2.1:5060"],
    );
    assert.equal(first?.["create_date"], Math.floor(START_US / 1000));
    assert.ok((body["keys"] as string[]).includes("user_agent"));
  });
  test("methods, lists, negation and smart input", async () => {
    const count = async (...fields: object[]): Promise<unknown> => (await post("/search/call/data", searchFor("1_call", ...fields))).body["total"];
    assert.equal(await count(field("data_header.method", "INVITE")), 2);
    assert.equal(await count(field("data_header.method", "180;200")), 3);
    assert.equal(await count(field("sid", "!=a-leg@pbx")), 1);
    assert.equal(await count(field("smartinput", "sip.method = BYE OR sip.ruri_user LIKE '%4930%'")), 2);
    assert.equal(await count(field("protocol_header.dstIp", "203.0.113.9")), 1);
  });
  test("the newest rows stay when the limit is smaller", async () => {
    const { body } = await post("/search/call/data", searchFor("1_call", field("sid", "a-leg@pbx"), field("limit", "2")));
    assert.deepEqual((body["data"] as Json[]).map(({ method }) => method), ["BYE", "200"]);
  });
  test("registrations and reports are tables of their own; nothing found is empty", async () => {
    assert.equal((await post("/search/call/data", searchFor("1_registration"))).body["total"], 1);
    assert.equal((await post("/search/call/data", searchFor("5_default", field("sid", "a-leg@pbx")))).body["total"], 1);
    assert.deepEqual((await post("/search/call/data", searchFor("1_call", field("sid", "none")))).body, { total: 0, keys: [], data: [] });
  });
  test("a row is read by its id", async () => {
    const { body } = await post("/search/call/data", searchFor("1_call", field("data_header.method", "BYE")));
    const { id } = (body["data"] as { id: number }[])[0]!;
    const message = await post("/search/call/message", { param: { search: { "1_call": { id } } }, timestamp });
    assert.equal(message.status, 201);
    const [row] = message.body["data"] as Json[];
    assert.match(String(row?.["raw"]), /^BYE sip:/);
    assert.equal((await post("/search/call/message", { param: { search: { "1_call": {} } }, timestamp })).status, 400);
    assert.equal((await post("/search/call/message", { param: { search: { "1_call": { id: 12345 } } }, timestamp })).body["total"], 0);
  });
});

describe("transaction", () => {
  test("either leg opens both, with columns, arrows and names", async () => {
    for (const leg of ["a-leg@pbx", "b-leg@pbx"]) {
      const { status, body } = await post("/call/transaction", transactionOf(leg));
      assert.equal(status, 201);
      const data = body["data"] as { messages: Json[]; calldata: Json[]; hosts: Record<string, { position: number }>; alias: Json };
      assert.deepEqual(new Set(data.messages.map(({ sid }) => sid)), new Set(["a-leg@pbx", "b-leg@pbx"]), leg);
      assert.equal(data.calldata.length, data.messages.length);
      assert.deepEqual(Object.entries(data.hosts).map(([id, { position }]) => [id, position]), [["192.0.2.1:5060", 0], ["192.0.2.2:5060", 1], ["203.0.113.9:5060", 2]]);
      assert.deepEqual(data.calldata.map(({ method }) => method).sort(), ["180", "200", "200", "ACK", "BYE", "INVITE", "INVITE", "LOG", "RTCP"]);
      assert.deepEqual(data.calldata.find(({ sid }) => sid === "b-leg@pbx")?.["destination"], 2);
      const times = data.messages.map(({ micro_ts: time }) => Number(time));
      assert.deepEqual(times, times.toSorted((a, b) => a - b));
    }
  });
  test("excluded addresses stay out", async () => {
    const asked = transactionOf("a-leg@pbx");
    asked.param.whitelist = ["203.0.113.9"];
    const { body } = await post("/call/transaction", asked);
    assert.ok(((body["data"] as { messages: Json[] }).messages).every(({ sid }) => sid === "a-leg@pbx"));
  });
  test("reports and logs of the session", async () => {
    const qos = (await post("/call/report/qos", transactionOf("b-leg@pbx"))).body as { rtcp: { total: number; data: Json[] }; rtp: { total: number } };
    assert.deepEqual([qos.rtcp.total, qos.rtp.total], [1, 0]);
    assert.equal((JSON.parse(String(qos.rtcp.data[0]?.["raw"])) as { ssrc: number }).ssrc, 7);
    assert.match(String(qos.rtcp.data[0]?.["create_date"]), /^\d{4}-\d\d-\d\dT[\d:]+\.\d{6}Z$/);
    const log = (await post("/call/report/log", transactionOf("a-leg@pbx"))).body;
    assert.equal((log["data"] as Json[])[0]?.["raw"], "INFO: call routed");
  });
  test("nothing found is an empty transaction", async () => {
    assert.deepEqual((await post("/call/transaction", transactionOf("none"))).body, { total: 0, keys: [], data: { messages: [], calldata: [], hosts: {}, alias: {} } });
  });
});

describe("exports", () => {
  const take = async (path: string, body?: unknown): Promise<{ bytes: Buffer; name: string }> => {
    const answer = await fetch(`${server.http}/api/v3${path}`, { method: body ? "POST" : "GET", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, ...(body ? { body: JSON.stringify(body) } : {}) });
    assert.equal(answer.status, 200);
    return { bytes: Buffer.from(await answer.arrayBuffer()), name: answer.headers.get("content-disposition") ?? "" };
  };
  test("text has a line of ends before each message", async () => {
    const { bytes, name } = await take("/export/call/messages/text", transactionOf("a-leg@pbx"));
    assert.match(name, /filename=export-.*\.txt/);
    assert.match(bytes.toString(), /^proto:UDP \S+ {2}192\.0\.2\.1:5060 ---> 192\.0\.2\.2:5060\r\n\r\nINVITE sip:bob/);
  });
  test("pcap opens in tshark: all SIP of the session, TCP as TCP", { skip: hasProgram("tshark") ? false : "tshark is not installed" }, async () => {
    const file = join(mkdtempSync(join(tmpdir(), "homer-")), "out.pcap");
    for (const { bytes } of [await take("/export/call/messages/pcap", transactionOf("a-leg@pbx")), await take("/export/call/pcap/b-leg@pbx")]) {
      writeFileSync(file, bytes);
      const lines = execFileSync("tshark", ["-r", file, "-Y", "sip", "-T", "fields", "-e", "sip.Call-ID", "-e", "ip.proto"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim().split("\n");
      assert.deepEqual(lines.toSorted(), [...Array<string>(6).fill("a-leg@pbx\t17"), "b-leg@pbx\t6"].toSorted());
    }
  });
});

describe("clients that were written against the seed", () => {
  const SCRIPT = join(import.meta.dirname, "../fixtures/homer/homer-search.sh");
  const run = (...words: string[]): string =>
    execFileSync("bash", [SCRIPT, ...words], { encoding: "utf8", cwd: mkdtempSync(join(tmpdir(), "homer-")), env: { PATH: process.env["PATH"], HOMER_URL: server.http, HOMER_USER: "admin", HOMER_PASS: PASSWORD } });

  test("homer-search.sh finds, draws and fetches", { skip: hasProgram("curl") ? false : "curl is not installed" }, () => {
    const found = JSON.parse(run("search", "a-leg@pbx")) as { total: number; data: Json[]; callid: string; messages: Json[]; start_time: string };
    assert.equal(found.data.length, 6);
    assert.deepEqual([found.callid, found.messages.length, found.messages[0]?.["source"]], ["a-leg@pbx", 6, "192.0.2.1:5060"]);
    assert.ok(!Number.isNaN(Date.parse(found.start_time)));
    assert.match(run("flow", "a-leg@pbx"), /INVITE/);
    assert.match(run("pcap", "a-leg@pbx"), /a-leg@pbx\.pcap/);
  });
  test("a call flow reads in Go's and in TypeScript's names", async () => {
    const answer = await fetch(`${server.http}/api/v3/call/flow/a-leg@pbx`, { headers: { authorization: `Bearer ${token}` } });
    const flow = (await answer.json()) as Json & { messages: Json[] };
    assert.deepEqual([flow["callId"], flow["callid"], flow["startTime"] === flow["start_time"], flow["from"], flow["duration"]], ["a-leg@pbx", "a-leg@pbx", true, "ada@example.org", 7.05]);
    assert.equal(flow.messages[0]?.["raw_message"], flow.messages[0]?.["message"]);
    assert.equal((await fetch(`${server.http}/api/v3/call/flow/none`, { headers: { authorization: `Bearer ${token}` } })).status, 404);
  });
  test("quality by bare Call-ID and by filters", async () => {
    for (const asked of ["a-leg@pbx", { callid: "a-leg@pbx" }, { from_user: "ada", startTime: timestamp.from, endTime: timestamp.to }]) {
      const { status, body } = await post("/stats/quality", asked);
      assert.equal(status, 200);
      assert.ok(Number(body["call_count"]) >= 1, JSON.stringify(asked));
      assert.ok("mos" in body && "packetLoss" in body && "jitter" in body);
    }
  });
});

test("what the page asks beyond signing in is not believed from others: a form's body is no JSON", async () => {
  const answer = await fetch(`${server.http}/api/v3/search/call/data`, { method: "POST", headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }, body: "[]" });
  assert.equal(answer.status, 400);
  assert.deepEqual(Object.keys((await answer.json()) as Json).sort(), ["data", "message"]);
  assert.ok(readFileSync(join(import.meta.dirname, "../docs/reference/homer-api.md"), "utf8").includes("/call/transaction"));
});

describe("what homer-ui keeps with us", () => {
  const ask = async (method: string, path: string, body?: unknown, secret = token): Promise<{ status: number; body: Json }> => {
    const answer = await fetch(`${server.http}/api/v3${path}`, { method, headers: { authorization: `Bearer ${secret}`, ...(body === undefined ? {} : { "content-type": "application/json" }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    const text = await answer.text();
    return { status: answer.status, body: (text.startsWith("{") || text.startsWith("[") ? JSON.parse(text) : { text }) as Json };
  };

  test("mappings: the shipped ones, changed, and reset", async () => {
    const { status, body } = await ask("GET", "/mapping/protocol");
    assert.deepEqual([status, body["count"]], [200, 5]);
    const call = (await ask("GET", "/mapping/protocol/1/call")).body["data"] as (Json & { fields_mapping: Json[] })[];
    assert.deepEqual(call[0]?.fields_mapping.slice(0, 2).map(({ id }) => id), ["sid", "data_header.method"]);
    const guid = String(call[0]?.["guid"]);
    assert.equal((await ask("PUT", `/mapping/protocol/${guid}`, { retention: 99 })).status, 200);
    assert.equal(((await ask("GET", `/mapping/protocol/${guid}`)).body["data"] as Json[])[0]?.["retention"], 99);
    assert.deepEqual((await ask("GET", `/mapping/protocol/reset/${guid}`)).body, { text: "" });
    assert.equal(((await ask("GET", `/mapping/protocol/${guid}`)).body["data"] as Json[])[0]?.["retention"], 10);
    const tags = (await ask("GET", `/smart/search/tag/1/call?query=${encodeURIComponent('{"data":"a = 1 AND sip.from"}')}`)).body["data"] as { data: Json[] };
    assert.deepEqual(tags.data.map(({ name }) => name), ["sip.from_user", "sip.from_tag"]);
  });

  test("dashboards: made at the first look, kept, shared, removed", async () => {
    const info = (await ask("GET", "/dashboard/info")).body as { total: number; data: Json[] };
    assert.deepEqual(info.data.map(({ id }) => id), ["home", "smartsearch"]);
    const own = { id: "mine", name: "Mine", type: 1, shared: true, weight: 5, widgets: [] };
    assert.deepEqual((await ask("POST", "/dashboard/store/mine", own)).body, { auth: "ok", status: "ok", total: 3 });
    assert.deepEqual((await ask("GET", "/dashboard/store/mine")).body["data"], own);
    assert.equal((await ask("DELETE", "/dashboard/store/mine")).body["total"], 2);
    assert.equal((await ask("GET", "/dashboard/store/mine")).status, 404);
  });

  test("aliases name columns: the narrowest network with this port first", async () => {
    const alias = (name: string, ip: string, mask: number, port: number) => ask("POST", "/alias", { alias: name, ip, mask, port, captureID: "0", status: true });
    assert.equal((await alias("office", "192.0.2.0", 24, 0)).status, 201);
    await alias("pbx", "192.0.2.2", 32, 5060);
    assert.equal((await alias("none", "300.1.1.1", 32, 0)).status, 400);
    const { alias: names } = (await post("/call/transaction", transactionOf("a-leg@pbx"))).body["data"] as { alias: Json };
    assert.deepEqual([names["192.0.2.1:5060"], names["192.0.2.2:5060"], names["203.0.113.9:5060"]], ["office", "pbx", "203.0.113.9:5060"]);
    const list = (await ask("GET", "/alias")).body["data"] as Json[];
    for (const { guid } of list) assert.equal((await ask("DELETE", `/alias/${String(guid)}`)).status, 201);
    assert.deepEqual((await ask("GET", "/alias")).body["data"], []);
  });

  test("users and tokens by script; who is no administrator sees himself alone", async () => {
    const made = await ask("POST", "/users", { username: "noc", email: "noc@example.org", firstname: "No", lastname: "C", department: "NOC", usergroup: "user", guid: "11111111-2222-4333-8444-555555555555", password: "watching the glass" });
    assert.deepEqual([made.status, made.body["data"]], [201, "11111111-2222-4333-8444-555555555555"]);
    const { token: noc } = (await post("/auth", { username: "noc", password: "watching the glass" }, {})).body as { token: string };
    const seen = (await ask("GET", "/users", undefined, noc)).body["data"] as Json[];
    assert.deepEqual(seen.map(({ username, email, usergroup, password }) => [username, email, usergroup, password]), [["noc", "noc@example.org", "user", ""]]);
    assert.equal((await ask("POST", "/users", { username: "x" }, noc)).status, 403);
    assert.deepEqual((await ask("GET", "/token/auth", undefined, noc)).body, { data: {}, message: "This API requires admin access." });
    const created = (await ask("POST", "/token/auth", { name: "cdr", expire_date: "2100-01-01T00:00:00Z", active: true })).body["data"] as { token: string };
    assert.equal((await post("/search/call/data", searchFor("1_call"), { "auth-token": created.token })).status, 201);
    const tokens = (await ask("GET", "/token/auth")).body["data"] as Json[];
    const cdr = tokens.find(({ name }) => name === "cdr");
    assert.ok(!JSON.stringify(tokens).includes(created.token));
    const guid = String(cdr?.["guid"]);
    assert.equal((await ask("PUT", `/token/auth/${guid}`, { name: "cdr2", expire_date: "2027-01-01T00:00:00Z", active: true })).status, 200);
    const [changed] = (await ask("GET", `/token/auth/${guid}`)).body["data"] as Json[];
    assert.deepEqual([changed?.["name"], changed?.["expire_date"]], ["cdr2", "2027-01-01T00:00:00.000Z"]);
    assert.equal((await ask("DELETE", `/token/auth/${String(cdr?.["guid"])}`)).status, 200);
    assert.equal((await post("/search/call/data", searchFor("1_call"), { "auth-token": created.token })).status, 401);
    assert.equal((await ask("DELETE", "/users/11111111-2222-4333-8444-555555555555")).status, 201);
    assert.equal((await ask("GET", "/users/profile", undefined, noc)).status, 401);
  });

  test("settings of a user are his own, those of the installation are everybody's but for secrets", async () => {
    const made = await ask("POST", "/user/settings", { guid: "aaaa", category: "system", param: "grid", data: { a: 1 } });
    assert.deepEqual([made.status, made.body["data"]], [201, "aaaa"]);
    assert.deepEqual(((await ask("GET", "/user/settings/system")).body["data"] as Json[])[0]?.["data"], { a: 1 });
    const advanced = (await ask("GET", "/advanced")).body as { count: number; data: Json[] };
    assert.ok(advanced.data.some(({ category, param }) => category === "search" && param === "lokiserver"));
    assert.equal((await ask("POST", "/advanced", { guid: "g1", category: "search", param: "grafana", data: { host: "http://g", token: "s3cret" } })).status, 201);
    assert.match(JSON.stringify((await ask("GET", "/advanced")).body), /s3cret/);
    const { secret } = await supportToken();
    assert.doesNotMatch(JSON.stringify((await ask("GET", "/advanced", undefined, secret)).body), /s3cret/);
    assert.equal((await ask("DELETE", "/user/settings/aaaa", undefined, secret)).status, 404);
  });

  async function supportToken(): Promise<{ secret: string }> {
    await server.fetch("/api/v1/users", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username: "susi", role: "support", password: "watching the glass" }) });
    return { secret: String((await post("/auth", { username: "susi", password: "watching the glass" }, {})).body["token"]) };
  }

  test("a capture sent as a form lands among the calls, moved to now when asked to", async () => {
    const exported = await fetch(`${server.http}/api/v3/export/call/pcap/a-leg@pbx`, { headers: { authorization: `Bearer ${token}` } });
    const form = new FormData();
    const other = Buffer.from(await exported.arrayBuffer()).toString("latin1").replaceAll("a-leg@pbx", "c-leg@pbx");
    form.append("fileKey", new Blob([Buffer.from(other, "latin1")]), "old.pcap");
    const askedMs = Date.now();
    const answer = await fetch(`${server.http}/api/v3/import/data/pcap/now`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: form });
    assert.deepEqual([answer.status, await answer.json()], [201, { data: { inserted: 7, rejected: 0 }, message: "All good" }]);
    const { items } = await until(() => server.get<{ items: Json[] }>('calls?q=callid:"c-leg@pbx"&from=-2h'), (found) => found.items.length === 1);
    assert.ok(Date.parse(String(items[0]?.["started_at"])) > askedMs - 20_000, "it began when it was imported");
    const bad = new FormData();
    bad.append("fileKey", new Blob(["not a capture at all, sorry"]), "x.pcap");
    assert.equal((await fetch(`${server.http}/api/v3/import/data/pcap`, { method: "POST", headers: { authorization: `Bearer ${token}` }, body: bad })).status, 400);
  });

  test("what is not configured says so, and unknown routes are Homer's 404", async () => {
    assert.deepEqual((await ask("GET", "/prometheus/labels")).body, { data: {}, message: "Prometheus service is not enabled" });
    assert.deepEqual((await ask("GET", "/database/node/list")).body, { count: 1, data: [{ value: "localnode", name: "LocalNode" }] });
    assert.equal((await ask("GET", "/nothing/here")).status, 404);
    const agent = await ask("POST", "/agent/subscribe", { uuid: "rtp1", host: "10.0.0.5", port: 8080, node: "rtp01", type: "cdr", ttl: 300 });
    assert.equal(agent.status, 201);
    assert.equal(((await ask("GET", "/agent/type/cdr")).body["data"] as Json[])[0]?.["host"], "10.0.0.5");
  });
});
