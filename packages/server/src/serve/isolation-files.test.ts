// Nobody sees what is another tenant's: not in any file or ladder, not by any name, not live, and not in packets and sessions that several tenants share.
// isolation.test.ts says how.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { LightMyRequestResponse } from "fastify";
import { BETA, legHeard } from "./isolation.fixture.ts";
import { ask, basic, comparable, firstDifference, MARK, openAsking, strangeMarks, type Asked, type Asking } from "./isolation-requests.fixture.ts";
import { listen } from "./sse.fixture.ts";

describe("what is another tenant's", () => {
  let it: Asking;
  before(async () => void (it = await openAsking()));
  after(() => it.worlds.close());

  test("is in no file, ladder or row of what is one's own, however it is asked for", async () => {
    const [reader] = it.readers;
    assert.ok(reader);
    const forms: Record<string, string[]> = { export: ["pcap", "pcapng", "text", "json", "html", "sipp", "sipp-uas"], ladder: ["json", "text", "mermaid", "plantuml", "svg"] };
    for (const { url } of it.routes.filter((rule) => rule.method === "GET" && /^\/api\/v1\/(?:calls|sessions)\/:id|^\/api\/v3\/.*:callid|^\/v1\/timelines\/calls?\/:id/.test(rule.url))) {
      for (const id of it.ids.own) {
        for (const format of url.includes("v3") ? [""] : (forms[url.split("/").at(-1) ?? ""] ?? [""])) {
          const asked: Asked = { method: "GET", url: url.replace(/:\w+/, encodeURIComponent(id)) + (format && `?format=${format}`) };
          const shared: LightMyRequestResponse = await ask(it.worlds.shared, reader, asked);
          const alone: LightMyRequestResponse = await ask(it.worlds.alone, reader, asked);
          const body: string = shared.rawPayload.toString("latin1");
          assert.deepEqual(strangeMarks(reader, asked, body), [], asked.url);
          assert.deepEqual([shared.statusCode, ...firstDifference(comparable(body), comparable(alone.rawPayload.toString("latin1")))], [alone.statusCode, "", ""], asked.url);
        }
      }
    }
  });

  test("is 404 by every name that it has, on every route that takes one, and 403 where the role does not reach", async () => {
    for (const rule of it.routes.filter(({ url }) => /^\/api\/v1\/(?:calls|sessions)\/:id|^\/v1\/timelines\/calls?\/:id/.test(url))) {
      for (const reader of it.readers.filter(({ tenant }) => tenant === "acme")) {
        for (const id of it.ids.foreign.filter((name) => name !== "earlier@pbx")) {
          const asked = { method: rule.method, url: rule.url.replace(/:\w+/g, encodeURIComponent(id)), ...(rule.method === "POST" ? { payload: { verdict: "split" } } : {}) };
          const { statusCode } = await ask(it.worlds.shared, reader, asked);
          assert.equal(statusCode, rule.access === "signed_in" ? 404 : 403, `${rule.method} ${asked.url} by ${reader.name}`);
        }
      }
    }
  });

  // Senders that mirror TCP segments put what several calls said into one packet.
  test("is in nothing that is made of a packet with messages of several tenants", async () => {
    const { shared, alone } = it.worlds;
    const own = shared.calls.find(({ callId }) => callId === "zqatcp@pbx");
    assert.ok(own && shared.calls.some(({ callId, refs }) => callId === "zqbtcp@pbx" && refs.some(({ writer, sequences }) => own.refs.some((ref) => ref.writer === writer && ref.sequences.some((each) => sequences.includes(each))))));
    const id = encodeURIComponent(own.callId);
    const homer = { timestamp: { from: 1, to: 9e12 }, param: { search: { "1_call": { callid: [own.callId], id: it.ids.rows } }, transaction: {} } };
    const service = { sip_call_id: own.callId, call_id: own.callId, from_time: "2000-01-01T00:00:00Z", to_time: "2100-01-01T00:00:00Z" };
    const read = (url: string): Asked => ({ method: "GET", url });
    const put = (payload: object) => (url: string): Asked => ({ method: "POST", url, payload });
    const made = ["pcap", "pcapng", "text", "json", "html", "sipp", "sipp-uas"].map((format) => `format=${format}${format.startsWith("sipp") ? "" : "&include=sip,rtcp,log"}`);
    const asked = [
      ...["calls", "sessions"].flatMap((kind) => made.map((wanted) => `/api/v1/${kind}/${kind === "calls" ? id : own.id}/export?${wanted}`)).map(read),
      ...["pcap", "pcapng", "text", "json"].map((format) => `/api/v1/messages/export?format=${format}&ids=${own.id}`).map(read),
      ...["", "/messages", "/ladder", "/quality", "/findings", "/links", "/negotiation", "/report"].map((part) => `/api/v1/calls/${id}${part}`).map(read),
      ...['raw:"zqb6"', 'raw:"zqbtcp"', 'header:User-Agent="zqb6agent"', 'NOT raw:"zqb"'].map((q) => `/api/v1/calls?from=-2h&q=${encodeURIComponent(q)}`).map(read),
      ...["sip-analysis", "pcap"].map((part) => `/v1/timelines/calls/${id}/${part}`).map(read), ...["sip-messages", "pcap"].map((part) => `/v1/timelines/call/${id}/${part}`).map(read),
      ...[`/api/v3/export/call/pcap/${id}`, `/api/v3/call/flow/${id}`].map(read),
      ...["/api/v3/call/transaction", "/api/v3/search/call/data", "/api/v3/search/call/message", "/api/v3/search/call/decode/message", "/api/v3/call/report/qos", "/api/v3/call/report/log", "/api/v3/export/call/messages/pcap", "/api/v3/export/call/messages/text"].map(put(homer)),
      ...["/v1/sip/messages", "/v1/sip/analysis", "/v1/sip/pcap"].map(put(service)),
    ];
    const failed: string[] = [];
    for (const reader of it.readers.filter(({ tenant }) => tenant === "acme")) {
      for (const each of asked) if ((await it.examine(reader, each)) >= 400) failed.push(`${each.method} ${each.url}`);
    }
    assert.deepEqual([...new Set(failed)], [], "a route that refuses proves nothing");
    for (const reader of it.readers.slice(0, 1)) {
      // Pseudonyms are others each time: what is left to compare is how much was said.
      for (const format of ["pcap", "pcapng", "text", "json", "html"]) {
        const said = await Promise.all([shared, alone].map(async (world) => (await ask(world, reader, read(`/api/v1/calls/${id}/export?format=${format}&anonymise=true`))).body.match(/INVITE sip:|SIP\/2.0 180|PUBLISH/g)?.length));
        assert.ok(said[0]);
        assert.equal(said[0], said[1], format);
      }
      const { download_uri: uri } = (await ask(shared, reader, read(`/v1/timelines/call/${id}/pcap`))).json<{ download_uri: string }>();
      const files = await Promise.all([shared, alone].map((world) => ask(world, reader, read(new URL(uri).pathname))));
      assert.ok(files[0]!.rawPayload.includes("zqa6"));
      assert.deepEqual(files[0]!.rawPayload, files[1]!.rawPayload);
    }
  });

  test("a session that begins with a hidden leg has the name, and is counted at, the first leg that one sees", async () => {
    const { shared, alone } = it.worlds;
    const headers = basic("carl");
    const answers = async (url: string): Promise<string[]> => Promise.all([shared, alone].map(async ({ app }) => comparable((await app.inject({ url, headers })).body)));
    const later = alone.calls.find(({ callId }) => callId === "zqalater@pbx");
    const legs = shared.calls.filter(({ sessionId }) => sessionId === shared.calls.find(({ callId }) => callId === "earlier@pbx")?.id);
    assert.deepEqual(legs.map(({ callId }) => callId).sort(), ["earlier@pbx", "zqalast@pbx", "zqalater@pbx"]);
    for (const url of [
      "/api/v1/calls?q=callid:zqala*&from=-2h", "/api/v1/stats/kpis?from=-2h&count=sessions", "/api/v1/calls?q=leg:further&from=-2h", "/api/v1/calls?q=leg:first&from=-2h", `/api/v1/sessions/${later?.id}`,
      "/api/v1/calls?group=session&from=-2h&limit=1", `/api/v1/calls?q=session:${later?.id}&from=-2h`, "/api/v1/complete?field=session", `/api/v1/calls/${later?.id}/links`, "/api/v1/calls/histogram?q=leg:first&from=-2h",
      "/api/v1/calls/histogram?count=sessions&from=-2h", "/api/v1/calls/histogram?count=sessions&q=leg:further&from=-2h",
    ]) {
      const [withBeta = "", without = ""] = await answers(url);
      assert.deepEqual(firstDifference(withBeta, without), ["", ""], url);
    }
    assert.equal((await shared.app.inject({ url: `/api/v1/sessions/${legs.find(({ callId }) => callId === "earlier@pbx")?.id}`, headers })).statusCode, 404);
  });

  test("is in no event of a live stream, while one's own is", async () => {
    const { app, run } = it.worlds.shared;
    await app.listen({ host: "127.0.0.1", port: 0 });
    const address = app.server.address();
    assert.ok(address && typeof address === "object");
    const streams = await Promise.all(["", "tenant:beta", "NOT tenant:acme", "from:+4940*"].map((q) => listen(`http://127.0.0.1:${address.port}/api/v1/live?q=${encodeURIComponent(q)}`, basic("carl"))));
    const leg = { at: 500, to: "+4999009", net: "198.51.100" };
    run.hear([...legHeard({ ...leg, callId: "zqblive@pbx", from: BETA[0]!.from, mark: "zqb7" }), ...legHeard({ ...leg, callId: "zqalive@pbx", from: "+4930777", mark: "zqa7" }, "sbc")]);
    run.beat();
    const event = await streams[0]!.next("calls", 5_000);
    assert.match(JSON.stringify(event.data), /zqalive/);
    // What is typed is completed from live calls, too.
    const completed = async (prefix: string): Promise<string[]> => (await app.inject({ url: `/api/v1/complete?field=callid&prefix=${prefix}live`, headers: basic("carl") })).json<{ items: string[] }>().items;
    assert.deepEqual([await completed("zqa"), await completed("zqb")], [["zqalive@pbx"], []]);
    run.beat();
    await run.arrive();
    for (const stream of streams) {
      assert.doesNotMatch(stream.body(), MARK.acme);
      stream.close();
    }
    for (const stream of streams.slice(1)) assert.doesNotMatch(stream.body(), /event: calls/);
  });
});
