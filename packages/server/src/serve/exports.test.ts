// Files over HTTP: one call, a session, the calls of a query, what a link shows, and the report for a ticket.
import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import { encodeHep3, readCapture } from "@sipglass/decode";
import { packetOf } from "../pipeline/frames.fixture.ts";
import { createWebhook } from "../watch/webhook.ts";
import { START_US, startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";

const raw = (callId: string): string =>
  `INVITE sip:4989765432@192.0.2.2 SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: "Ada" <sip:+4930123456@acme.test>;tag=1\r\nTo: <sip:4989765432@acme.test>\r\nCall-ID: ${callId}\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n`;

describe("files", () => {
  let it: TestApp;
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const tickets = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += String(chunk))).on("end", () => {
      got.push({ headers: request.headers, body });
      response.end();
    });
  });

  before(async () => {
    await new Promise<void>((resolve) => tickets.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(tickets.address() as AddressInfo).port}/hook`;
    it = await startApp(({ deliveries }) => ({ maskNumbers: ["readonly"], reports: createWebhook({ url, secret: "key", deliveries, now: () => START_US }) }));
    for (const [i, tenants] of [["acme"], ["acme"], ["other"]].entries()) {
      const call = callOf(`c${i}`, { tenants, startedAtUs: START_US - 60e6 + i * 1e6, caller: "+4930123456", refs: [{ writer: "c1-1-0.call", sequences: [i] }] });
      it.questions.calls.push(call);
      it.questions.messagesByCall.set(call.id, [messageOf(call, { ref: `c1-1-0.call:${i}`, raw: raw(call.callId) })]);
      const frame = encodeHep3(packetOf(raw(call.callId), call.startedAtUs), { withAuthKey: false });
      assert.ok(frame instanceof Uint8Array);
      it.questions.archived.push({ writer: "c1-1-0.call", sequence: i, receivedUs: call.startedAtUs, eventUs: call.startedAtUs, frame: Buffer.from(frame), peer: "", flags: 0 } as never);
    }
  });
  before(() => {
    it.questions.packets = async (_scope, refs) => it.questions.archived.filter(({ sequence }) => refs.some(({ sequences }) => sequences.includes(sequence)));
  });
  after(async () => {
    await it.close();
    tickets.close();
  });
  const get = (path: string, role: "admin" | "customer" | "readonly" | "support" = "support") => it.app.inject({ url: `/api/v1/${path}`, headers: it.bearer(role) });

  test("the HTML report is a file, with numbers masked for roles that see none", async () => {
    const [whole, masked] = [await get("calls/c0/export?format=html"), await get("calls/c0/export?format=html", "readonly")];
    assert.equal(whole.headers["content-type"], "text/html; charset=utf-8");
    assert.equal(whole.headers["content-disposition"], 'attachment; filename="sipglass-c0@fixture.example.html"');
    assert.match(whole.body, /^<!doctype html>/);
    assert.match(whole.body, /4930123456/);
    assert.doesNotMatch(masked.body, /4930123456|4989765432/);
    assert.match(masked.body, /493\*+56/);
  });

  test("packets say which leg they are of", async () => {
    const answer = await get("calls/c0/export?format=pcapng");
    assert.match(answer.rawPayload.toString("latin1"), /leg A/);
  });

  test("an anonymous file has nobody's number and says so in its name", async () => {
    for (const format of ["pcap", "pcapng", "text", "json", "html", "sipp"]) {
      const answer = await get(`calls/c0/export?format=${format}&anonymise=true`);
      assert.equal(answer.statusCode, 200, answer.body);
      assert.doesNotMatch(answer.rawPayload.toString("latin1"), /4930123456|4989765432|192\.0\.2\.|acme|c0@fixture/, format);
      assert.match(String(answer.headers["content-disposition"]), /sipglass-anonymous-/);
    }
  });

  test("the calls of a search are one file, of the reader's tenants alone, and more can be asked for", async () => {
    const { packets } = readCapture((await get("messages/export?format=pcapng")).rawPayload);
    assert.deepEqual(packets.map(({ payload }) => /Call-ID: (c\d)/.exec(Buffer.from(payload).toString("latin1"))?.[1]), ["c0", "c1", "c2"]);
    const json = await get("messages/export?format=json", "customer");
    const body = json.json<{ calls: { id: string }[]; messages: { call_id: string }[] }>();
    assert.deepEqual([body.calls.map(({ id }) => id), body.messages.length, json.headers["x-sipglass-calls"]], [["c0", "c1"], 2, "2"]);
    const first = await get("messages/export?format=text&limit=1");
    assert.equal(first.body.match(/^Call-ID/gm)?.length, 1);
    const rest = await get(`messages/export?format=text&limit=5&cursor=${String(first.headers["x-sipglass-next"])}`);
    assert.equal(rest.body.match(/^Call-ID/gm)?.length, 2);
    assert.equal(rest.headers["x-sipglass-next"], undefined);
    for (const format of ["text", "json", "pcap"]) assert.doesNotMatch((await get(`messages/export?format=${format}`, "readonly")).rawPayload.toString("latin1"), /4930123456|4989765432/, format);
    const anonymous = readCapture((await get("messages/export?format=pcap&anonymise=true")).rawPayload);
    assert.equal(new Set(anonymous.packets.map(({ payload }) => /From: (.*);/.exec(Buffer.from(payload).toString("latin1"))?.[1])).size, 1, "the same caller is the same stranger in all calls");
    assert.equal((await get("messages/export?format=html")).statusCode, 400);
    assert.equal((await get("messages/export?q=codd:5")).json<{ error: { code: string } }>().error.code, "bad_query");
  });

  test("a shared link gives files too: an anonymous one when it is masked", async () => {
    const share = async (masked: boolean): Promise<string> => (await it.app.inject({ method: "POST", url: "/api/v1/shares", headers: it.bearer("support"), payload: { call: "c0", masked } })).json<{ path: string }>().path;
    const [open, masked] = [await share(false), await share(true)];
    assert.match((await it.app.inject(`${open}/export?format=html`)).body, /4930123456/);
    for (const format of ["html", "pcap", "json"]) assert.doesNotMatch((await it.app.inject(`${masked}/export?format=${format}&anonymise=false`)).rawPayload.toString("latin1"), /4930123456|192\.0\.2\./, format);
  });

  test("the ticket's report is Markdown or JSON, and is sent signed, by operators alone", async () => {
    const markdown = await get("calls/c0/report");
    assert.equal(markdown.headers["content-type"], "text/markdown; charset=utf-8");
    assert.match(markdown.body, /^# Call Analysis Report\n\n## Call Details\n- Call ID: c0@fixture\.example\n/);
    assert.equal((await get("calls/c0/report?format=json")).json<{ type: string }>().type, "call_analysis");
    assert.doesNotMatch((await get("calls/c0/report", "readonly")).body, /4930123456/);
    assert.equal((await get("calls/c2/report", "customer")).statusCode, 404);
    const send = (role: "support" | "customer") => it.app.inject({ method: "POST", url: "/api/v1/calls/c0/report", headers: it.bearer(role), payload: { ticket: "T-17" } });
    assert.equal((await send("customer")).statusCode, 403);
    const sent = await send("support");
    assert.equal(sent.statusCode, 202, sent.body);
    assert.deepEqual([sent.json<{ state: string }>().state, got.length], ["delivered", 1]);
    const body = JSON.parse(got[0]?.body ?? "{}") as Record<string, unknown>;
    assert.deepEqual([body["type"], body["ticketId"], body["callId"], typeof body["content"]], ["call_analysis", "T-17", "c0@fixture.example", "string"]);
    assert.match(String(got[0]?.headers["x-sipglass-signature"]), /^t=\d+,v1=[0-9a-f]{64}$/);
    assert.equal((await get("report-deliveries")).json<{ items: unknown[] }>().items.length, 1);
  });

  test("where no ticket system is configured a report is not sent", async () => {
    const other = await startApp();
    other.questions.calls.push(callOf("c0"));
    const answer = await other.app.inject({ method: "POST", url: "/api/v1/calls/c0/report", headers: other.bearer("support"), payload: { ticket: "T-17" } });
    assert.deepEqual([answer.statusCode, answer.json<{ error: { code: string } }>().error.code], [503, "unavailable"]);
    await other.close();
  });
});
