// Lists, pages, ranges, histograms and ladders as a program asks for them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { toRfc3339 } from "@sipglass/model";
import { START_US, startApp, type TestApp } from "./app.fixture.ts";
import { callOf, messageOf } from "./questions.fixture.ts";

const HOUR_US = 3_600e6;

describe("calls", () => {
  let it: TestApp;
  before(async () => {
    it = await startApp();
    for (let i = 0; i < 25; i++)
      it.questions.calls.push(callOf(`c${i}`, { startedAtUs: START_US - i * HOUR_US - 1, state: i % 5 === 0 ? "failed" : "completed" }));
    it.questions.calls.push(callOf("ahead", { startedAtUs: START_US + 120e6 }), callOf("old", { startedAtUs: START_US - 100 * HOUR_US }));
  });
  after(() => it.close());

  const get = async <T>(url: string): Promise<T> => {
    const answer = await it.app.inject({ url: `/api/v1/${url}`, headers: it.bearer("readonly") });
    assert.equal(answer.statusCode, 200, answer.body);
    return answer.json<T>();
  };
  const ids = async (url: string): Promise<string[]> => (await get<{ items: { id: string }[] }>(url)).items.map(({ id }) => id);

  before(() => {
    for (const call of it.questions.calls) call.tenants = [...call.tenants, "acme"];
  });

  test("the last day is listed newest first, calls of fast clocks included", async () => {
    const list = await ids("calls");
    assert.equal(list[0], "ahead");
    assert.equal(list.length, 25);
    assert.ok(!list.includes("c24") && !list.includes("old"));
  });

  test("pages follow one another without a gap or a repetition, either way round", async () => {
    for (const sort of ["newest", "oldest"]) {
      const seen: string[] = [];
      let next: string | null = "";
      while (next !== null) {
        const page: { items: { id: string }[]; next: string | null } = await get(
          `calls?limit=7&sort=${sort}${next === "" ? "" : `&cursor=${next}`}`,
        );
        seen.push(...page.items.map(({ id }) => id));
        next = page.next;
      }
      const whole = await ids(`calls?sort=${sort}`);
      assert.deepEqual(seen, whole);
      assert.equal(seen[0], sort === "newest" ? "ahead" : "c23");
    }
  });

  test("from and to bound it, and last: in the query goes before them", async () => {
    assert.deepEqual(await ids("calls?from=-3h&to=now"), ["c0", "c1", "c2"]);
    assert.deepEqual(await ids(`calls?from=${encodeURIComponent(toRfc3339(START_US - 101 * HOUR_US))}&to=-99h`), ["old"]);
    assert.deepEqual(await ids("calls?q=last:2h%20state:completed&from=-200h&to=-150h"), ["c1"]);
    assert.deepEqual(await ids("calls?q=state:failed"), ["c0", "c5", "c10", "c15", "c20"]);
  });

  test("the histogram counts what the list lists", async () => {
    const histogram = await get<{
      from: string;
      to: string;
      bucket_s: number;
      total: number;
      items: { by_state: Record<string, number> }[];
    }>("calls/histogram?from=-10h&to=now&buckets=20");
    assert.equal(histogram.bucket_s, 1800);
    assert.equal(histogram.total, (await ids("calls?from=-10h&to=now")).length);
    assert.equal(histogram.from, toRfc3339(START_US - 10 * HOUR_US));
    assert.equal(histogram.to, toRfc3339(START_US));
    assert.deepEqual(histogram.items[0]?.by_state, { completed: 8, failed: 2 });
  });

  test("the histogram of sessions counts what the list of sessions lists", async () => {
    const range = "from=-3h&to=now";
    it.questions.calls.push(callOf("leg", { sessionId: "c1", startedAtUs: START_US - HOUR_US, tenants: ["acme"] }));
    const histogram = await get<{ total: number; further: number }>(`calls/histogram?${range}&count=sessions`);
    const list = await get<{ items: unknown[] }>(`calls?${range}&group=session`);
    assert.deepEqual([histogram.total, histogram.further], [list.items.length, 0]);
    assert.equal((await get<{ total: number }>(`calls/histogram?${range}`)).total, list.items.length + 1);
    it.questions.calls.pop();
  });

  test("a call is found by id and by a Call-ID of any length with any characters", async () => {
    const callId = `a/b?c%20d#${"x".repeat(300)}@192.0.2.1`;
    it.questions.calls.push(callOf("odd", { callId, tenants: ["acme"] }));
    assert.equal((await get<{ id: string }>(`calls/${encodeURIComponent(callId)}`)).id, "odd");
    assert.equal((await get<{ call_id: string }>("calls/odd")).call_id, callId);
  });

  test("a call whose messages have passed their retention says so", async () => {
    it.questions.calls.push(callOf("bare", { messages: 7, tenants: ["acme"] }));
    it.questions.messagesByCall.set("bare", []);
    const list = await get<{ items: unknown[]; partial: boolean; warnings: string[] }>("calls/bare/messages");
    assert.deepEqual([list.items, list.partial, list.warnings.length], [[], true, 1]);
  });

  test("the ladder comes as JSON, text, Mermaid and PlantUML, with names of hosts", async () => {
    const call = callOf("drawn", { tenants: ["acme"] });
    it.questions.calls.push(call);
    it.questions.messagesByCall.set("drawn", [
      messageOf(call),
      messageOf(call, {
        ref: "r:2",
        method: "",
        statusCode: 180,
        statusText: "Ringing",
        src: call.dst,
        srcPort: call.dstPort,
        dst: call.src,
        dstPort: call.srcPort,
        timeUs: call.startedAtUs + 20_000,
        raw: "SIP/2.0 180 Ringing\r\n\r\n",
      }),
    ]);
    it.state.aliases.set("192.0.2.2", "carrier-b", "anna");
    const ladder = await get<{
      columns: { label: string; address: string }[];
      rows: { label: string; delta_us: number; from: number; to: number }[];
    }>("calls/drawn/ladder");
    assert.deepEqual(
      ladder.columns.map(({ label, address }) => [label, address]),
      [
        ["192.0.2.1:5060", "192.0.2.1:5060"],
        ["carrier-b", "192.0.2.2:5060"],
      ],
    );
    assert.deepEqual(
      ladder.rows.map(({ label, delta_us, from, to }) => [label, delta_us, from, to]),
      [
        ["INVITE", 0, 0, 1],
        ["180 Ringing", 20_000, 1, 0],
      ],
    );
    for (const [format, sign] of [
      ["text", /carrier-b/],
      ["mermaid", /^sequenceDiagram/],
      ["plantuml", /^@startuml/],
    ] as const) {
      const answer = await it.app.inject({ url: `/api/v1/calls/drawn/ladder?format=${format}`, headers: it.bearer("readonly") });
      assert.equal(answer.headers["content-type"], "text/plain; charset=utf-8");
      assert.match(answer.body, sign);
      assert.match(answer.body, /180 Ringing/);
    }
  });

  test("two legs of a session become one ladder, each keeping its own order where clocks differ", async () => {
    const [a, b] = [callOf("leg-a", { sessionId: "s9", tenants: ["acme"] }), callOf("leg-b", { sessionId: "s9", tenants: ["acme"] })];
    it.questions.calls.push(a, b);
    const at = (call: typeof a, ref: string, ms: number, method: string) =>
      messageOf(call, { ref, method, timeUs: call.startedAtUs + ms * 1000 });
    // The clock of leg a inverts its second and third message; the book has put them in order.
    it.questions.messagesByCall.set("leg-a", [at(a, "1", 0, "INVITE"), at(a, "4", 40, "PRACK"), at(a, "3", 30, "ACK")]);
    it.questions.messagesByCall.set("leg-b", [at(b, "2", 10, "INVITE"), at(b, "5", 50, "BYE"), at(b, "3", 30, "ACK")]);
    const { rows } = await get<{ rows: { ref: string }[] }>("sessions/s9/ladder");
    assert.deepEqual(
      rows.map(({ ref }) => ref),
      ["1", "2", "4", "3", "5"],
    );
  });
});
