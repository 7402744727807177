// The SIP of a call for platforms: messages, media, packets, and links to files that end.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startApp, type TestApp } from "../app.fixture.ts";
import { callOf, messageOf } from "../questions.fixture.ts";

const ID = "5f1c7a30-0000-4000-8000-0000000000aa";
const BYE = "BYE sip:1002@x SIP/2.0\r\nX-RTP-Stat: MOS=4.1;Jitter=3;RTT=45000;PacketLossPct=1.5;RTPStat=RTP: 8000 bytes, 50 packets, 1 errors; RTCP: 120 bytes, 2 packets, 0 errors\r\nContent-Length: 0\r\n\r\n";

describe("the timeline of a call", () => {
  let it: TestApp;
  const get = (url: string, role: "customer" | "admin" | "readonly" = "customer") => it.app.inject({ url: `/v1/timelines/${url}`, headers: it.bearer(role) });

  before(async () => {
    it = await startApp();
    const own = callOf("own", { tenants: ["acme"], correlationIds: [ID] });
    const plain = callOf("plain", { tenants: ["acme"] });
    it.questions.calls.push(own, plain, callOf("foreign", { tenants: ["other"] }));
    it.questions.messagesByCall.set("own", [messageOf(own), messageOf(own, { ref: "c1-1-0.call:9", timeUs: own.startedAtUs + 5e6, method: "BYE", raw: BYE })]);
    it.questions.messagesByCall.set("plain", [messageOf(plain, { method: "", statusCode: 200 })]);
  });
  after(() => it.close());

  test("is found by Call-ID and by the platform's own id, with each message as it was", async () => {
    for (const id of ["own@fixture.example", ID]) {
      const answer = await get(`calls/${encodeURIComponent(id)}/sip-analysis`);
      assert.equal(answer.statusCode, 200, answer.body);
      const { call_id: callId, sip_call_id: sipCallId, sip_messages: messages } = answer.json<{ call_id: string; sip_call_id: string; sip_messages: Record<string, unknown>[] }>();
      assert.deepEqual([callId, sipCallId, messages.map(({ method }) => method)], [id, "own@fixture.example", ["INVITE", "BYE"]]);
      const { timestamp, raw, ...first } = messages[0]!;
      assert.deepEqual(first, { method: "INVITE", src_ip: "192.0.2.1", src_port: it.questions.calls[0]!.srcPort, dst_ip: "192.0.2.2", dst_port: it.questions.calls[0]!.dstPort });
      assert.match(String(timestamp), /^2026-11-20T10:00:00\.000000Z$/);
      assert.match(String(raw), /^INVITE/);
    }
    const older = await get(`call/${ID}/sip-messages`);
    assert.deepEqual(Object.keys(older.json<object>()), ["call_id", "sip_call_id", "messages"]);
  });

  test("has the media that the BYE told of, and null where nobody measured", async () => {
    const said = (await get(`calls/${ID}/sip-analysis`)).json<{ rtcp_stats: Record<string, number> }>().rtcp_stats;
    assert.deepEqual([said["mos"], said["jitter"], said["packet_loss_pct"], said["rtt"]], [4.1, 3, 1.5, 45_000]);
    assert.deepEqual([said["rtp_bytes"], said["rtp_packets"], said["rtp_errors"], said["rtcp_bytes"], said["rtcp_packets"], said["rtcp_errors"]], [8000, 50, 1, 120, 2, 0]);
    const none = (await get("calls/plain@fixture.example/sip-analysis")).json<Record<string, unknown>>();
    assert.ok("rtcp_stats" in none && none["rtcp_stats"] === null);
    assert.equal((none["sip_messages"] as { method: string }[])[0]?.method, "200");
  });

  test("gives its packets as a file, or as a link that ends after a quarter of an hour", async () => {
    const file = await get(`calls/${ID}/pcap`, "readonly");
    assert.deepEqual([file.statusCode, file.headers["content-type"], file.headers["content-disposition"]], [200, "application/vnd.tcpdump.pcap", `attachment; filename="call-${ID}.pcap"`]);
    assert.equal(file.rawPayload.subarray(0, 4).toString("hex"), "d4c3b2a1");
    const link = (await get(`call/${ID}/pcap`)).json<{ call_id: string; download_uri: string; expires_at: string }>();
    assert.equal(link.call_id, ID);
    const { pathname } = new URL(link.download_uri);
    const opened = await it.app.inject({ url: pathname });
    assert.equal(opened.statusCode, 200, opened.body);
    assert.equal(opened.rawPayload.subarray(0, 4).toString("hex"), "d4c3b2a1");
    const token = pathname.split("/").at(-1) ?? "";
    // A link opens its file and nothing else, and cannot be made to open another.
    for (const headers of [{ authorization: `Bearer ${token}` }, { cookie: `sipglass=${token}` }]) assert.equal((await it.app.inject({ url: "/api/v1/calls", headers })).statusCode, 401);
    const [head, , signature] = token.split(".");
    const forged = Buffer.from(JSON.stringify({ jti: "file:1", sub: "anna", exp: 4e9, file: "foreign@fixture.example", role: "admin", tenants: null })).toString("base64url");
    assert.equal((await it.app.inject({ url: `/v1/timelines/files/${head}.${forged}.${signature}` })).statusCode, 404);
    it.pass(901e6);
    assert.equal((await it.app.inject({ url: pathname })).statusCode, 404);
    it.pass(-901e6);
  });

  test("ends with its owner: a disabled user's link shows nothing", async () => {
    const { download_uri: uri } = (await get(`call/${ID}/pcap`, "readonly")).json<{ download_uri: string }>();
    await it.state.users.change("rita", { disabled: true });
    assert.equal((await it.app.inject({ url: new URL(uri).pathname })).statusCode, 404);
    await it.state.users.change("rita", { disabled: false });
  });

  test("is 404 for who may not see the call, as for a call that is not there, and 401 for who has not signed in", async () => {
    for (const path of ["calls/foreign@fixture.example/sip-analysis", "calls/foreign@fixture.example/pcap", "call/foreign/sip-messages", "call/foreign/pcap", "calls/none/sip-analysis"]) {
      const answer = await get(path);
      assert.deepEqual([answer.statusCode, answer.json<{ error: { message: string } }>().error.message], [404, "no SIP data available for this call"], path);
    }
    assert.equal((await it.app.inject({ url: `/v1/timelines/calls/${ID}/sip-analysis` })).statusCode, 401);
    assert.equal((await get("calls/foreign@fixture.example/sip-analysis", "admin")).statusCode, 200);
  });

  test("between services: Call-ID and times in the body, 400 for what is no time", async () => {
    const post = (path: string, payload: object) => it.app.inject({ method: "POST", url: `/v1/sip/${path}`, headers: it.bearer("support"), payload });
    const asked = { call_id: ID, sip_call_id: "own@fixture.example", from_time: "2026-11-20T09:59:00Z", to_time: "2026-11-20T10:10:00Z" };
    assert.equal((await post("messages", asked)).json<{ messages: unknown[] }>().messages.length, 2);
    assert.equal((await post("analysis", asked)).json<{ sip_messages: unknown[] }>().sip_messages.length, 2);
    const pcap = (await post("pcap", asked)).json<{ data: string; download_uri: string; expires_at: string }>();
    assert.equal(Buffer.from(pcap.data, "base64").subarray(0, 4).toString("hex"), "d4c3b2a1");
    assert.ok(Date.parse(pcap.expires_at) > 0 && pcap.download_uri.includes("/v1/timelines/files/"));
    assert.equal((await post("messages", { ...asked, from_time: "yesterday" })).statusCode, 400);
    assert.equal((await post("messages", { call_id: ID })).statusCode, 400);
    assert.equal((await post("messages", { ...asked, from_time: "2020-01-01T00:00:00Z", to_time: "2020-01-01T01:00:00Z" })).statusCode, 404);
  });
});
