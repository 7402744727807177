// Numbers hidden from a role: in every answer that tells of calls, and not from others.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { encodeHep3 } from "@sipglass/decode";
import { packetOf } from "../pipeline/frames.fixture.ts";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";
import { listen } from "./sse.fixture.ts";

const NUMBERS = /4930123456|4989765432/;

describe("a role that sees no whole numbers", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp({ maskNumbers: ["customer"] });
    const call = callOf("c1", {
      tenants: ["acme"], sessionId: "c1", refs: [{ writer: "c1-1-0.call", sequences: [0] }], fromUser: "+4930123456", toUser: "4989765432", ruriUser: "4989765432", paiUser: "+4930123456", caller: "Ada 4930123456", callee: "4989765432",
      headers: { "x-caller": "+4930123456" }, statusText: "no route to 4989765432", statusCode: 404, state: "failed",
    });
    const raw = `INVITE sip:4989765432@x SIP/2.0\r\nFrom: "4930123456" <sip:+4930123456@acme>;tag=1\r\nTo: <sip:4989765432@x>\r\nCall-ID: ${call.callId}\r\nCSeq: 1 INVITE\r\nVia: SIP/2.0/UDP h;branch=z9hG4bK1\r\nContent-Length: 0\r\n\r\n`;
    it.questions.calls.push(call);
    it.questions.messagesByCall.set("c1", [messageOf(call, { raw, requestUri: "sip:4989765432@x" }), messageOf(call, { ref: "l:2", payloadType: 100, raw: "routing 4989765432 for +4930123456" })]);
    const frame = encodeHep3(packetOf(raw, call.startedAtUs), { withAuthKey: false });
    assert.ok(frame instanceof Uint8Array);
    it.questions.archived = [{ writer: "c1-1-0.call", sequence: 0, receivedUs: call.startedAtUs, eventUs: call.startedAtUs, frame: Buffer.from(frame), peer: "", flags: 0 } as never];
  });
  after(() => it.close());

  const GETS = [
    "v1/calls", "v1/calls?group=session", "v1/calls/c1", "v1/calls/c1/messages", "v1/calls/c1/ladder", "v1/calls/c1/ladder?format=text", "v1/calls/c1/ladder?format=mermaid", "v1/calls/c1/findings", "v1/calls/c1/links",
    "v1/calls/c1/export?format=pcap", "v1/calls/c1/export?format=pcapng", "v1/calls/c1/export?format=text", "v1/calls/c1/export?format=json", "v1/calls/c1/export?format=sipp", "v1/sessions/c1", "v1/sessions/c1/ladder?format=plantuml",
    "v1/sessions/c1/export?format=json", "v1/complete?field=from&prefix=", "v1/stats/top?by=caller", "v1/stats/top?by=number", "v1/stats/kpis?group_by=callee", "v3/call/flow/c1%40fixture.example", "v3/export/call/pcap/c1%40fixture.example",
  ];
  test("reads none in any answer; another role reads them", async () => {
    const shown = new Set<string>();
    for (const path of GETS) {
      const [hidden, whole] = await Promise.all((["customer", "support"] as const).map((role) => it.app.inject({ url: `/api/${path}`, headers: it.bearer(role) })));
      assert.ok(hidden && whole && hidden.statusCode === 200, `${path} ${hidden?.body}`);
      assert.doesNotMatch(hidden.rawPayload.toString("latin1"), NUMBERS, path);
      if (NUMBERS.test(whole.rawPayload.toString("latin1"))) shown.add(path);
    }
    for (const path of ["v1/calls", "v1/calls/c1/messages", "v1/calls/c1/export?format=pcap", "v1/calls/c1/export?format=json", "v1/complete?field=from&prefix=", "v1/stats/top?by=caller", "v3/call/flow/c1%40fixture.example"]) assert.ok(shown.has(path), path);
  });

  test("reads none in rows of Homer, nor in their files", async () => {
    const timestamp = { from: 1, to: 9e12 };
    for (const [path, param] of [["search/call/data", { search: {} }], ["call/transaction", { search: { "1_call": { callid: ["c1@fixture.example"] } } }], ["export/call/messages/pcap", { search: { "1_call": { callid: ["c1@fixture.example"] } } }], ["export/call/messages/text", { search: { "1_call": { callid: ["c1@fixture.example"] } } }]] as const) {
      const [hidden, whole] = await Promise.all((["customer", "support"] as const).map((role) => it.app.inject({ method: "POST", url: `/api/v3/${path}`, headers: it.bearer(role), payload: { timestamp, param } })));
      assert.doesNotMatch(hidden!.rawPayload.toString("latin1"), NUMBERS, path);
      if (path !== "search/call/data") assert.match(whole!.rawPayload.toString("latin1"), NUMBERS, path);
    }
  });

  test("hears none in live events", async () => {
    await it.app.listen({ host: "127.0.0.1", port: 0 });
    const address = it.app.server.address();
    assert.ok(address && typeof address === "object");
    const stream = await listen(`http://127.0.0.1:${address.port}/api/v1/live`, it.bearer("customer"));
    it.questions.happen(callOf("c2", { tenants: ["acme"], fromUser: "+4930123456" }));
    await stream.next("calls");
    assert.match(stream.body(), /493\*/);
    assert.doesNotMatch(stream.body(), NUMBERS);
    stream.close();
  });
});
