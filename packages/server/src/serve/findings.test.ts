// The diagnosis of a call as a program asks for it: verdict, findings with evidence, checks; aliases named, scope kept.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import type { DiagnosisJson } from "@sipglass/model";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";

const sip = (start: string, ...headers: string[]): string =>
  [
    start,
    "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1",
    "From: <sip:1001@x>;tag=a",
    "To: <sip:1002@x>",
    "Call-ID: c",
    "CSeq: 1 INVITE",
    ...headers,
    "Content-Length: 0",
    "",
    "",
  ].join("\r\n");

describe("findings of a call", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
    const call = callOf("refused", { tenants: ["acme"], state: "failed", statusCode: 503 });
    const foreign = callOf("foreign", { tenants: ["other"], sessionId: call.sessionId });
    it.questions.calls.push(call, foreign);
    const answer = { method: "", statusCode: 503, statusText: "Service Unavailable", src: call.dst, dst: call.src };
    it.questions.messagesByCall.set(call.id, [
      messageOf(call, { ref: "c1-1-0.call:1", raw: sip("INVITE sip:1002@x SIP/2.0") }),
      messageOf(call, {
        ...answer,
        ref: "c1-1-0.call:2",
        timeUs: call.startedAtUs + 1000,
        raw: sip("SIP/2.0 503 Service Unavailable", "Retry-After: 30"),
      }),
    ]);
    it.state.aliases.set("192.0.2.2", "carrier-b", "test");
  });
  after(() => it.close());

  const ask = (id: string, role: "readonly" | "customer" | "admin" = "readonly") =>
    it.app.inject({ url: `/api/v1/calls/${id}/findings`, headers: it.bearer(role) });

  test("the verdict names the host by its alias, evidence points to messages, every other rule says what it did", async () => {
    const answer = await ask("refused");
    assert.equal(answer.statusCode, 200, answer.body);
    const { verdict, findings, checks } = answer.json<DiagnosisJson>();
    assert.equal(verdict, "carrier-b (192.0.2.2:5060) was not available: 503 Service Unavailable; it asked to be left alone for 30 s.");
    const [root] = findings;
    assert.deepEqual([root?.id, root?.severity, root?.host], ["service_unavailable", "error", "192.0.2.2:5060"]);
    assert.deepEqual(
      root?.evidence.map(({ ref, at }) => [ref, at?.slice(0, 19)]),
      [
        ["c1-1-0.call:1", "2026-11-20T10:00:00"],
        ["c1-1-0.call:2", "2026-11-20T10:00:00"],
      ],
    );
    assert.ok(checks.length > 70 && checks.every(({ outcome, needs }) => (outcome === "absent") === (needs === "")));
  });

  test("every leg is read with the reader's scope, and a call that is not theirs is not there", async () => {
    it.questions.asked.length = 0;
    assert.equal((await ask("foreign")).statusCode, 404);
    await ask("refused");
    assert.deepEqual([...new Set(it.questions.asked.map(({ question }) => question))].toSorted(), ["find", "links", "messages"]);
    assert.ok(it.questions.asked.every(({ scope }) => scope.kind !== "all"));
    assert.equal(it.questions.asked.filter(({ question }) => question === "messages").length, 1, "the foreign leg's messages are not read");
  });
});
