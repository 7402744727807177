// Every screen of homer-ui, of a newer and an older release, against a running server with calls in it: what it asks is answered so that
// its code finds what it reads.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { answeredCall, frameOf, packetOf, sipText } from "../packages/server/src/pipeline/frames.fixture.ts";
import { sendUdp } from "./hep-frames.ts";
import { replay, screensOf, type Replaying } from "./homer-ui.ts";
import { PASSWORD, startServer, until, type ServerProcess } from "./server-process.ts";

const START_US = Date.now() * 1000 - 60_000_000;
let server: ServerProcess;
let on: Replaying;

const at = (seconds: number): number => START_US + Math.round(seconds * 1e6);
const leg = (callId: string, start: string, extra = "User-Agent: Phone 1.0"): string => sipText({ start, callId, cseq: "1 INVITE", fromTag: "bb", branch: "z9hG4bKb", extra });
const RTCP = '{"sender_information":{"packets":50,"octets":8000},"ssrc":7,"type":200,"report_count":1,"report_blocks":[{"source_ssrc":9,"fraction_lost":0,"packets_lost":0,"highest_seq_no":70,"ia_jitter":8,"lsr":1,"dlsr":2}]}';
const RTP_REPORT = '{"CORRELATION_ID":"a-leg@pbx","TOTAL_PK":500,"EXPECTED_PK":505,"JITTER":3,"MOS":4.2,"DELTA":21,"PACKET_LOSS":5,"TYPE":"PERIODIC"}';
/** RFC 6035, as phones send it: no JSON. */
const VQ_REPORT = "VQSessionReport: CallTerm\r\nCallID: a-leg@pbx\r\nLocalMetrics:\r\nTimestamps:START=2026-01-01T00:00:00Z STOP=2026-01-01T00:01:00Z\r\nPacketLoss:NLR=1.0 JDR=0.5\r\nDelay:RTD=40 IAJ=3\r\nQualityEst:MOSLQ=4.1 MOSCQ=4.0\r\n";

/**
 * An answered call, its further leg over TCP and IPv6, two messages in one TCP segment, reports in JSON and as text, a log, a registration.
 */
const TRAFFIC: Buffer[] = [
  ...answeredCall("a-leg@pbx", START_US),
  ...[leg("b-leg@pbx", "INVITE sip:+4930200@carrier.example SIP/2.0", "X-CID: a-leg@pbx"), leg("b-leg@pbx", "SIP/2.0 100 Trying") + leg("b-leg@pbx", "SIP/2.0 183 Session Progress")]
    .map((text, i) => frameOf(packetOf(text, at(0.5 + i / 10), { ipVersion: 6, ipProtocol: 6, src: i === 0 ? "2001:db8::2" : "2001:db8::9", dst: i === 0 ? "2001:db8::9" : "2001:db8::2" }))),
  frameOf(packetOf(leg("zweitens@pbx", "INVITE sip:zoe@example.org SIP/2.0"), at(2), { src: "198.51.100.4" })),
  frameOf(packetOf(RTCP, at(4), { payloadType: 5, correlationId: "a-leg@pbx" })),
  frameOf(packetOf(RTP_REPORT, at(4.5), { payloadType: 34, correlationId: "a-leg@pbx" })),
  frameOf(packetOf(VQ_REPORT, at(7.5), { payloadType: 35, correlationId: "a-leg@pbx" })),
  frameOf(packetOf("INFO: call routed", at(1), { payloadType: 100, correlationId: "a-leg@pbx" })),
  frameOf(packetOf(sipText({ start: "REGISTER sip:example.org SIP/2.0", callId: "reg@phone", cseq: "1 REGISTER" }), START_US)),
];

async function signIn(username: string): Promise<string> {
  const answer = await fetch(`${server.http}/api/v3/auth`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ username, password: PASSWORD, type: "internal" }) });
  return ((await answer.json()) as { token: string }).token;
}

before(async () => {
  server = await startServer();
  await sendUdp(TRAFFIC, server.hepPort);
  await until(() => server.health(), ({ stored }) => stored === TRAFFIC.length);
  await until(() => server.get<{ items: unknown[] }>("calls?q=callid:*pbx&from=-2h"), ({ items }) => items.length === 3);
  const found = await server.fetch("/api/v3/search/call/data", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ param: { search: { "1_call": [{ name: "sid", value: "a-leg@pbx" }] } } }) });
  const [row] = ((await found.json()) as { data: { id: number }[] }).data;
  const alias = { guid: "edge", alias: "carrier", ip: "203.0.113.0", port: 0, mask: 24, captureID: "0", status: true };
  assert.equal((await server.fetch("/api/v3/alias", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(alias) })).status, 201);
  on = {
    http: server.http, token: await signIn("admin"), capture: readFileSync(join(import.meta.dirname, "../fixtures/homer/call.pcap")),
    values: { FROM_MS: START_US / 1000 - 3_600_000, TO_MS: START_US / 1000 + 3_600_000, PASSWORD, ROW_ID: row?.id },
  };
});
after(async () => {
  await server.kill();
  server.remove();
});

for (const version of ["ui-7.8", "ui-7.7"]) {
  describe(`homer-${version} finds what it reads on the screen`, () => {
    for (const { name, screen } of screensOf(version)) test(`${screen.screen} (${name})`, async () => void (await replay(screen, on)));
  });
}

describe("what no screen asks is answered as homer-app does", () => {
  for (const { name, screen } of screensOf("contract")) test(`${screen.screen} (${name})`, async () => void (await replay(screen, on)));
});

test("every route of the Homer API is asked by one of these, so that none can be forgotten", () => {
  const listed = readFileSync(join(import.meta.dirname, "../docs/reference/homer-api.md"), "utf8").split("\n").flatMap((line) => /^\| `([A-Z]+ [^`]+)` \|/.exec(line)?.[1] ?? []);
  const routes = listed.filter((route) => !/ \/(?:v1|doc|search\/result)/.test(route));
  const asked = ["contract", "ui-7.8", "ui-7.7"].flatMap(screensOf).flatMap(({ screen }) => screen.steps.map(({ request: { method, path } }) => `${method} ${path.split("?")[0]}`));
  assert.ok(routes.length > 90, `${routes.length} routes`);
  const unasked = routes.filter((route) => !asked.some((each) => new RegExp(`^${route.replace(/\{\w+\}/g, "[^/]+")}$`).test(each)));
  assert.deepEqual(unasked, []);
});

interface Transaction {
  data: { messages: Message[]; calldata: (Message & { srcId: string; dstId: string; destination: number })[]; hosts: Record<string, { host: string[]; position: number }>; alias: Record<string, string> };
}
interface Message {
  id: number;
  sid: string;
  create_date: number;
  micro_ts: number;
  method: string;
  srcIp: string;
}

test("the flow finds a partner for every message, a column for every end, and as many columns as positions", async () => {
  const screen = screensOf("ui-7.8").find(({ name }) => name === "transaction.json")?.screen;
  assert.ok(screen);
  const [{ data }] = (await replay(screen, on)) as unknown as [Transaction];
  for (const message of data.messages) {
    const arrows = data.calldata.filter(({ id, create_date: date }) => id === message.id && date === message.create_date);
    assert.equal(arrows.length, 1, `${message.sid} ${message.method} has one arrow`);
    // homer-ui makes a list of two values that differ.
    if (message.method !== undefined) assert.equal(arrows[0]?.method, message.method);
    assert.equal(arrows[0]?.srcIp, message.srcIp);
  }
  assert.deepEqual(Object.values(data.hosts).map(({ position }) => position).toSorted((a, b) => a - b), Object.keys(data.hosts).map((_, i) => i));
  for (const { srcId, dstId, destination } of data.calldata) assert.deepEqual([data.hosts[srcId]?.host, data.hosts[dstId]?.position], [[srcId], destination]);
  assert.ok(Object.keys(data.hosts).includes("[2001:db8::9]:5060"));
  assert.deepEqual(Object.keys(data.alias).toSorted(), Object.keys(data.hosts).toSorted());
  assert.deepEqual(data.messages.map(({ micro_ts: time }) => time), data.messages.map(({ micro_ts: time }) => time).toSorted((a, b) => a - b));
});

test("programs read microseconds, and reports as they were sent", async () => {
  const asked = { param: { search: { "1_call": { callid: ["a-leg@pbx"] } } }, timestamp: { from: on.values["FROM_MS"], to: on.values["TO_MS"] } };
  const post = async (path: string) => (await server.fetch(`/api/v3${path}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(asked) })).json();
  const { data } = (await post("/call/transaction")) as Transaction;
  assert.equal(data.messages[0]?.micro_ts, START_US);
  const { rtp } = (await post("/call/report/qos")) as { rtp: { data: { raw: string }[] } };
  assert.ok(rtp.data.some(({ raw }) => raw === VQ_REPORT));
});

test("a customer's page goes on where he may not see: empty lists and 403, never an error in its midst", async () => {
  const json = { "content-type": "application/json" };
  await server.fetch("/api/v1/tenants/acme", { method: "PUT", headers: json, body: JSON.stringify({ domains: ["nowhere.example"] }) });
  await server.fetch("/api/v1/users", { method: "POST", headers: json, body: JSON.stringify({ username: "carl", role: "customer", tenants: ["acme"], password: PASSWORD }) });
  const headers = { authorization: `Bearer ${await signIn("carl")}` };
  for (const path of ["/alias", "/mapping/protocol", "/advanced", "/database/node/list", "/hepsub/protocol", "/dashboard/info", "/dashboard/store/home", "/user/settings", "/users/profile", "/users", "/modules/status"]) {
    const answer = await fetch(`${server.http}/api/v3${path}`, { headers });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    assert.ok("data" in ((await answer.json()) as object), path);
  }
  assert.equal((await fetch(`${server.http}/api/v3/agent/subscribe`, { headers })).status, 403);
});
