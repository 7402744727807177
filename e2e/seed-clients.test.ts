// Services and portals that were written against a Homer platform, as they are written: by the types of Go, in TypeScript, and by the
// timeline routes.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { answeredCall, frameOf, packetOf } from "../packages/server/src/pipeline/frames.fixture.ts";
import { sendUdp } from "./hep-frames.ts";
import { PASSWORD, startServer, until, type ServerProcess } from "./server-process.ts";

const START_US = Math.floor(Date.now() / 1000) * 1e6 - 60_000_000;
const CALL_ID = "svc-1@pbx";
const RTCP = '{"sender_information":{"packets":50,"octets":8000},"ssrc":7,"type":200,"report_count":1,"report_blocks":[{"source_ssrc":9,"fraction_lost":0,"packets_lost":0,"highest_seq_no":50,"ia_jitter":80,"lsr":0,"dlsr":0}]}';
const UUID = "0b4b1c9e-6f0e-4a55-9a64-1d6a35a3f0aa";
let server: ServerProcess;
let token = "";

before(async () => {
  server = await startServer();
  const frames = [...answeredCall(CALL_ID, START_US), frameOf(packetOf(RTCP, START_US + 4e6, { payloadType: 5, correlationId: CALL_ID }))];
  const platform = frameOf(packetOf(`OPTIONS sip:x SIP/2.0\r\nVia: SIP/2.0/UDP h;branch=z9hG4bKo\r\nFrom: <sip:a@b>;tag=1\r\nTo: <sip:c@d>\r\nCall-ID: named@pbx\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n`, START_US, { correlationId: UUID }));
  await sendUdp([...frames, platform], server.hepPort);
  await until(() => server.health(), ({ stored }) => stored === 8);
  // Its quality is known when it has been looked at.
  await until(() => server.get<{ items: { mos: unknown }[] }>("calls?q=callid:*pbx&from=-2h"), ({ items }) => items.length === 2 && items.some(({ mos }) => mos !== null), 30_000);
  const made = await server.fetch("/api/v1/tokens", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ name: "service", role: "support" }) });
  token = ((await made.json()) as { token: string }).token;
});
after(async () => {
  await server.kill();
  server.remove();
});

/**
 * Go's decoder takes no text for a number, no number for a text, and times in RFC 3339 alone; e2e/full/go-client.test.ts runs the program
 * itself.
 */
test("what a service in Go asks is answered in the types that its structs have", async () => {
  const post = async (path: string, body: object, headers: Record<string, string>): Promise<Response> => {
    const answer = await fetch(`${server.http}/api/v3${path}`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer;
  };
  const timestamp = { from: START_US / 1000 - 86_400_000, to: START_US / 1000 + 86_400_000 };
  const byName = { authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString("base64")}` };
  const flow = (await (await post("/search/call/data", { timestamp, param: { search: { callid: CALL_ID }, limit: 200 } }, byName)).json()) as GoFlow;
  assert.equal(flow.callid, CALL_ID);
  for (const time of [flow.start_time, flow.end_time, ...flow.messages.map(({ timestamp: at }) => at)]) assert.match(time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
  for (const { method, source, destination, raw_message: raw } of flow.messages) assert.ok([method, source, destination, raw].every((text) => typeof text === "string" && text !== ""));

  const asked = { timestamp, param: { limit: 200, search: { "1_call": { callid: [CALL_ID], type: "string", hepid: 1 } }, transaction: {} } };
  const { data, total } = (await (await post("/call/transaction", asked, { "auth-token": token })).json()) as { data: { messages: Record<string, unknown>[] }; total: number };
  assert.deepEqual([data.messages.length, total], [7, 7]);
  for (const message of data.messages) {
    for (const name of ["micro_ts", "srcPort", "dstPort"]) assert.ok(Number.isSafeInteger(message[name]), name);
    for (const name of ["raw", "srcIp", "dstIp"]) assert.equal(typeof message[name], "string", name);
    for (const name of ["callid", "method"]) assert.ok(["string", "undefined"].includes(typeof message[name]), name);
  }
  assert.equal(data.messages[0]?.["micro_ts"], START_US);
  const pcap = Buffer.from(await (await post("/export/call/messages/pcap", asked, { "auth-token": token })).arrayBuffer());
  assert.equal(pcap.subarray(0, 4).toString("hex"), "d4c3b2a1");
});

interface GoFlow {
  callid: string;
  start_time: string;
  end_time: string;
  messages: { timestamp: string; method: string; source: string; destination: string; raw_message: string }[];
}

/** A portal's class, with `fetch` where it has axios. */
class HomerService {
  readonly #apiUrl: string;
  readonly #apiKey: string;
  constructor(apiUrl: string, apiKey: string) {
    this.#apiUrl = apiUrl;
    this.#apiKey = apiKey;
  }
  async #post<T>(path: string, body: unknown): Promise<T> {
    const answer = await fetch(`${this.#apiUrl}${path}`, { method: "POST", headers: { Authorization: `Bearer ${this.#apiKey}`, "Content-Type": "application/json" }, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return (await answer.json()) as T;
  }
  async #get(path: string): Promise<Response> {
    const answer = await fetch(`${this.#apiUrl}${path}`, { headers: { Authorization: `Bearer ${this.#apiKey}` } });
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer;
  }
  async searchCalls(params: { startTime: Date; endTime: Date; filters: object; limit?: number }): Promise<Record<string, unknown>[]> {
    const body = { timestamp: { from: params.startTime.getTime(), to: params.endTime.getTime() }, param: { search: params.filters, limit: params.limit ?? 100 } };
    return (await this.#post<{ data: Record<string, unknown>[] }>("/search/call/data", body)).data;
  }
  async getCallFlow(callId: string): Promise<Flow> {
    return (await (await this.#get(`/call/flow/${callId}`)).json()) as Flow;
  }
  async exportPCAP(callId: string): Promise<Blob> {
    return (await this.#get(`/export/call/pcap/${callId}`)).blob();
  }
  getQualityMetrics(filters: unknown): Promise<{ mos: number | null; packetLoss: number | null; jitter: number | null }> {
    return this.#post("/stats/quality", filters);
  }
}
interface Flow {
  callId: string;
  startTime: string;
  duration: number;
  from: string;
  to: string;
  messages: { timestamp: string; method: string; source: string; destination: string }[];
}

test("a portal's class finds calls, draws a flow, takes packets and quality, and writes its report", async () => {
  const homer = new HomerService(`${server.http}/api/v3`, token);
  const within = { startTime: new Date(START_US / 1000 - 60_000), endTime: new Date(START_US / 1000 + 60_000) };
  assert.equal((await homer.searchCalls({ ...within, filters: { callid: CALL_ID } })).length, 6);
  assert.equal((await homer.searchCalls({ ...within, filters: { from_user: "ada" }, limit: 2 })).length, 2);
  assert.equal((await homer.searchCalls({ ...within, filters: { from_user: "nobody" } })).length, 0);
  const flow = await homer.getCallFlow(CALL_ID);
  const quality = await homer.getQualityMetrics(CALL_ID);
  assert.equal(new Uint8Array(await (await homer.exportPCAP(CALL_ID)).arrayBuffer())[0], 0xd4);
  const report = `${flow.callId} ${flow.startTime} ${flow.duration}s ${flow.from} ${flow.to} ${quality.mos} ${quality.packetLoss}% ${quality.jitter}ms\n${flow.messages.map((m) => `${m.timestamp}: ${m.method} ${m.source} -> ${m.destination}`).join("\n")}`;
  assert.doesNotMatch(report, /undefined|NaN|\[object/);
  assert.match(report, /^svc-1@pbx \S+Z 7\.05s ada@example\.org bob@example\.org [\d.]+ 0% 10ms\n/);
  await assert.rejects(() => homer.getCallFlow("none"), /404/);
});

describe("the timeline of a call", () => {
  test("is there by Call-ID, with messages, media and packets", async () => {
    const answer = await fetch(`${server.http}/v1/timelines/calls/${CALL_ID}/sip-analysis`, { headers: { authorization: `Bearer ${token}` } });
    const { sip_messages: messages, rtcp_stats: stats } = (await answer.json()) as { sip_messages: Record<string, unknown>[]; rtcp_stats: { jitter: number; mos: number } | null };
    assert.deepEqual(messages.map(({ method }) => method), ["INVITE", "180", "200", "ACK", "BYE", "200"]);
    assert.ok(stats && stats.jitter === 10 && stats.mos > 1, JSON.stringify(stats));
    const link = (await (await server.fetch(`/v1/timelines/call/${CALL_ID}/pcap`)).json()) as { download_uri: string };
    const file = await fetch(link.download_uri);
    assert.deepEqual([file.status, file.headers.get("content-type")], [200, "application/vnd.tcpdump.pcap"]);
  });
  test("is there by the id that the platform put into HEP's correlation chunk", async () => {
    const answer = await server.fetch(`/v1/timelines/call/${UUID}/sip-messages`);
    assert.equal(answer.status, 200);
    assert.equal(((await answer.json()) as { sip_call_id: string }).sip_call_id, "named@pbx");
  });
});

test("a link out of a CDR leads a browser to the list with its call", async () => {
  const link = encodeURIComponent(JSON.stringify({ timestamp: { from: START_US / 1000, to: START_US / 1000 + 60_000 }, param: { search: { "1_call": { id: 1, callid: [CALL_ID], uuid: [] } }, location: {}, transaction: {}, id: {}, timezone: {} } }));
  const answer = await fetch(`${server.http}/search/result?${link}=`, { redirect: "manual", headers: { accept: "text/html" } });
  assert.equal(answer.status, 302);
  const target = new URL(answer.headers.get("location") ?? "", `${server.http}/search/result`);
  assert.equal(target.pathname, "/");
  const found = await server.get<{ items: { call_id: string }[] }>(`calls${target.search}`);
  assert.deepEqual(found.items.map(({ call_id: callId }) => callId), [CALL_ID]);
});
