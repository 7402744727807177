// Live streams over real sockets.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { CallJson } from "@sipglass/model";
import { startApp, type TestApp } from "./app.fixture.ts";
import { callOf } from "./questions.fixture.ts";
import { listen, type ReceivedEvent } from "./sse.fixture.ts";

const changesOf = ({ data }: ReceivedEvent) => (data as { changes: { change: string; call: CallJson }[] }).changes;

async function until(met: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !met(); i++) await sleep(5);
  assert.ok(met(), "did not come about within two seconds");
}

describe("live", () => {
  let it: TestApp;
  let base = "";
  before(async () => {
    it = await startApp({ limits: { liveHeartbeatMs: 40, liveStreamsPerUser: 2, livePendingCalls: 10, liveStalledMs: 5_000 } });
    base = `${await it.app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/live`;
  });
  after(() => it.close());

  test("a change that meets the query arrives within half a second, as the call's JSON", async () => {
    const stream = await listen(`${base}?q=state:failed`, it.bearer("support"));
    assert.equal(stream.status, 200);
    assert.equal(stream.headers["content-type"], "text/event-stream; charset=utf-8");
    assert.equal(stream.headers["cache-control"], "no-store");
    assert.equal(stream.headers["x-content-type-options"], "nosniff");
    await until(() => it.questions.subscribers() === 1);
    const began = performance.now();
    it.questions.happen(callOf("ok"));
    it.questions.happen(callOf("bad", { state: "failed", statusCode: 503 }));
    const changes = changesOf(await stream.next("calls", 500));
    assert.ok(performance.now() - began < 500);
    assert.deepEqual(
      changes.map(({ change, call }) => [change, call.id, call.status_code]),
      [["new", "bad", 503]],
    );
    stream.close();
    await until(() => it.questions.subscribers() === 0);
  });

  test("pings come while nothing happens", async () => {
    const stream = await listen(base, it.bearer("support"));
    await stream.next("ping");
    await stream.next("ping");
    stream.close();
  });

  test("a tenant's user hears of its own calls alone, and reads no other tenant's name", async () => {
    const stream = await listen(base, it.bearer("customer"));
    await until(() => it.questions.subscribers() > 0);
    it.questions.happen(callOf("theirs", { tenants: ["beta"] }));
    it.questions.happen(callOf("ours", { tenants: ["acme", "beta"] }));
    const changes = changesOf(await stream.next("calls"));
    assert.deepEqual(
      changes.map(({ call }) => [call.id, call.tenants]),
      [["ours", ["acme"]]],
    );
    await stream.next("ping");
    assert.deepEqual(
      stream.events.filter(({ event }) => event === "calls"),
      [],
    );
    stream.close();
  });

  test("a query that is none is refused before the stream opens, with its position", async () => {
    const answer = await it.app.inject({ url: "/api/v1/live?q=state:failed%20)", headers: it.bearer("support") });
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json<{ error: { code: string } }>().error.code, "bad_query");
  });

  test("disabling the user ends the stream at once, before another change is sent", async () => {
    await it.state.users.create({ name: "dora", role: "support", password: "long enough" });
    const { secret } = it.state.tokens.create({ user: "dora", name: "t", role: "support", expiresAtUs: 9e15 });
    const stream = await listen(base, { authorization: `Bearer ${secret}` });
    await until(() => it.questions.subscribers() === 1);
    await it.state.users.change("dora", { disabled: true });
    it.questions.happen(callOf("secret"));
    await stream.ended;
    assert.doesNotMatch(stream.body(), /secret/);
    await until(() => it.questions.subscribers() === 0);
  });

  test("revoking a token and changing tenants end the stream too", async () => {
    await it.state.users.create({ name: "emil", role: "customer", password: "long enough", tenants: ["acme"] });
    const { secret, token } = it.state.tokens.create({ user: "emil", name: "t", role: "customer", expiresAtUs: 9e15 });
    const revoked = await listen(base, { authorization: `Bearer ${secret}` });
    it.state.tokens.remove(token.id);
    await revoked.ended;
    const session = it.state.sessions.create("emil", { address: "", userAgent: "" });
    const moved = await listen(base, { cookie: `sipglass=${session.token}` });
    await it.state.users.change("emil", { tenants: ["beta"] });
    await moved.ended;
  });

  test("one user may hold only so many streams", async () => {
    const first = await listen(base, it.bearer("admin"));
    const second = await listen(base, it.bearer("admin"));
    const third = await listen(base, it.bearer("admin"));
    assert.deepEqual([first.status, second.status, third.status], [200, 200, 503]);
    const other = await listen(base, it.bearer("support"));
    assert.equal(other.status, 200);
    first.close();
    await until(() => it.questions.subscribers() === 2);
    const again = await listen(base, it.bearer("admin"));
    assert.equal(again.status, 200);
    for (const stream of [second, third, other, again]) stream.close();
    await until(() => it.questions.subscribers() === 0);
  });

  test("a client that reads nothing costs bounded memory, and learns afterwards how many calls it missed", async () => {
    const stream = await listen(base, it.bearer("support"));
    await until(() => it.questions.subscribers() === 1);
    stream.pause();
    // 60 MB of changes to 3,000 calls: far more than sockets hold.
    const userAgents = ["x".repeat(20_000)];
    for (let i = 0; i < 3_000; i++) {
      it.questions.happen(callOf(`flood-${i}`, { userAgents }));
      if (i % 50 === 0) await sleep(1);
    }
    it.questions.calls.length = 0;
    stream.resume();
    const shown = (): number => stream.events.filter(({ event }) => event === "calls").flatMap(changesOf).length;
    const skipped = (): number => stream.events.reduce((sum, { data }) => sum + ((data as { skipped?: number }).skipped ?? 0), 0);
    await until(() => shown() + skipped() === 3_000);
    assert.ok(skipped() > 100, `${skipped()} skipped`);
    assert.ok(
      stream.events
        .filter(({ event }) => event === "calls")
        .flatMap(changesOf)
        .some(({ call }) => call.id === "flood-2999"),
      "the newest is among those shown",
    );
    const metrics = await it.app.inject({ url: "/metrics" });
    assert.match(metrics.body, new RegExp(`sipglass_live_skipped_total ${skipped()}`));
    stream.close();
  });

  test("closing the server ends the streams", async () => {
    const other = await startApp();
    const address = await other.app.listen({ host: "127.0.0.1", port: 0 });
    const stream = await listen(`${address}/api/v1/live`, other.bearer("support"));
    await until(() => other.questions.subscribers() === 1);
    await Promise.all([other.close(), stream.ended]);
    assert.equal(other.questions.subscribers(), 0);
  });
});
