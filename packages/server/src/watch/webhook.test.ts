// Deliveries: what is sent and signed, what is tried again, and that nothing follows a redirect.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { after, afterEach, test } from "node:test";
import type { Delivery } from "@sipglass/model";
import { freshState } from "../state/state.fixture.ts";
import { createWebhook, deliveryToJson } from "./webhook.ts";

const NOW_US = Date.UTC(2026, 10, 20, 10) * 1000;

/** Answers with the statuses in turn, the last one for ever. */
async function receiver(statuses: readonly number[], headers: Record<string, string> = {}) {
  const got: { headers: IncomingHttpHeaders; body: string; url: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request
      .on("data", (chunk: Buffer) => chunks.push(chunk))
      .on("end", () => {
        got.push({ headers: request.headers, body: Buffer.concat(chunks).toString(), url: request.url ?? "" });
        response.writeHead(statuses[got.length - 1] ?? statuses.at(-1) ?? 200, headers).end("x".repeat(100_000));
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    got,
    url: `http://127.0.0.1:${port}/hook`,
    close: () => new Promise((resolve) => server.closeAllConnections() ?? server.close(resolve)),
  };
}

let it = freshState();
let { deliveries } = it.state;
afterEach(() => {
  it.close();
  it = freshState();
  ({ deliveries } = it.state);
});
after(() => it.close());

const hook = (url: string, secret = "key", pauseMs = 5) =>
  createWebhook({ url, secret, deliveries, now: () => NOW_US, pauseMs: () => pauseMs });

const kept = ({ id }: Delivery): Delivery => deliveries.list().find((each) => each.id === id)!;

async function over(delivery: Delivery): Promise<Delivery> {
  for (let i = 0; i < 400 && kept(delivery).state === "waiting"; i++) await new Promise((resolve) => setTimeout(resolve, 5));
  return kept(delivery);
}

test("what is sent is signed over its time and body, and the delivery says so", async () => {
  const there = await receiver([204]);
  const webhook = hook(there.url);
  const delivery = await webhook.send("call_analysis", "a@b", { content: "# Report" });
  const [sent] = there.got;
  assert.ok(sent);
  const { headers, body } = sent;
  assert.equal(body, '{"content":"# Report"}');
  const seconds = NOW_US / 1e6;
  assert.equal(
    headers["x-sipglass-signature"],
    `t=${seconds},v1=${createHmac("sha256", "key").update(`${seconds}.${body}`).digest("hex")}`,
  );
  assert.deepEqual(
    [headers["x-sipglass-event"], headers["content-type"], headers["x-sipglass-delivery"]],
    ["call_analysis", "application/json", delivery.id],
  );
  assert.deepEqual([delivery.state, delivery.attempts, delivery.status, delivery.error], ["delivered", 1, 204, ""]);
  assert.deepEqual(deliveries.list(), [delivery]);
  assert.equal(deliveryToJson(delivery).ended_at, "2026-11-20T10:00:00.000000Z");
  await there.close();
});

test("without a secret nothing is signed", async () => {
  const there = await receiver([200]);
  await hook(there.url, "").send("call_analysis", "a@b", {});
  assert.equal(there.got[0]?.headers["x-sipglass-signature"], undefined);
  await there.close();
});

test("what fails in passing is tried again until it is taken", async () => {
  const there = await receiver([503, 429, 200]);
  const delivery = await hook(there.url).send("call_analysis", "a@b", {});
  assert.deepEqual([delivery.state, delivery.error], ["waiting", "answered 503"]);
  const taken = await over(delivery);
  assert.deepEqual([taken.state, taken.attempts, taken.status, taken.error], ["delivered", 3, 200, ""]);
  assert.equal(
    new Set(there.got.map(({ headers }) => headers["x-sipglass-delivery"])).size,
    1,
    "the receiver can tell that it is the same",
  );
  await there.close();
});

test("what is refused is not sent again; what nobody ever takes is given up after six attempts", async () => {
  const [refusing, silent] = [await receiver([401]), await receiver([500])];
  const refused = await hook(refusing.url).send("call_analysis", "a@b", {});
  assert.deepEqual([refused.state, refused.attempts, refused.error], ["failed", 1, "answered 401"]);
  const unheard = await over(await hook(silent.url).send("call_analysis", "a@b", {}));
  assert.deepEqual([unheard.state, unheard.attempts, silent.got.length], ["failed", 6, 6]);
  await Promise.all([refusing.close(), silent.close()]);
});

test("nobody there is an error with its reason", async () => {
  const there = await receiver([200]);
  await there.close();
  const webhook = hook(there.url);
  const delivery = await webhook.send("call_analysis", "a@b", {});
  assert.equal(delivery.state, "waiting");
  assert.match(delivery.error, /ECONNREFUSED/);
  webhook.close();
});

test("a redirect leads nowhere: the report goes to the configured address alone", async () => {
  const inside = await receiver([200]);
  for (const status of [301, 302, 307, 308]) {
    const there = await receiver([status], { location: inside.url });
    const delivery = await hook(there.url).send("call_analysis", "a@b", { secret: "number" });
    assert.deepEqual([delivery.state, delivery.error], ["failed", `answered ${status}`]);
    await there.close();
  }
  assert.equal(inside.got.length, 0);
  await inside.close();
});

test("what waits goes on after a restart, with its attempts, under its id, and once", async () => {
  const there = await receiver([503, 503, 200]);
  const before = hook(there.url, "key", 60_000);
  const delivery = await before.send("call_analysis", "a@b", { content: "# Report" });
  before.close();
  assert.equal(deliveries.waiting().find(({ id }) => id === delivery.id)?.body, '{"content":"# Report"}');
  const later = createWebhook({ url: there.url, secret: "new key", deliveries, now: () => NOW_US + 120e6, pauseMs: () => 5 });
  const taken = await over(delivery);
  assert.deepEqual([taken.state, taken.attempts, taken.createdAtUs, taken.endedAtUs], ["delivered", 3, NOW_US, NOW_US + 120e6]);
  assert.deepEqual(
    new Set(there.got.map(({ headers, body }) => `${String(headers["x-sipglass-delivery"])} ${body}`)),
    new Set([`${delivery.id} {"content":"# Report"}`]),
  );
  later.close();
  hook(there.url).close();
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(there.got.length, 3, "what is over is not sent once more");
  await there.close();
});

test("what is on its way when the process ends counts as not tried, and goes on", async () => {
  const silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const webhook = hook(`http://127.0.0.1:${(silent.address() as AddressInfo).port}/`);
  const sending = webhook.send("call_analysis", "cut@b", {});
  webhook.close();
  const cut = await sending;
  assert.deepEqual([cut.state, cut.attempts, kept(cut).state, kept(cut).attempts], ["waiting", 0, "waiting", 0]);
  silent.closeAllConnections();
  await new Promise((resolve) => silent.close(resolve));
  const there = await receiver([200]);
  const next = hook(there.url);
  assert.equal((await over(cut)).state, "delivered");
  next.close();
  await there.close();
});

test("while too many wait no other is taken", async () => {
  const webhook = createWebhook({
    url: "http://127.0.0.1:9/",
    secret: "",
    deliveries,
    now: () => NOW_US,
    fetch: () => Promise.reject(new Error("away")),
    pauseMs: () => 60_000,
  });
  for (let i = 0; i < 100; i++) await webhook.send("call_analysis", `call ${i}`, {});
  await assert.rejects(webhook.send("call_analysis", "one more", {}), /Too many reports wait/);
  webhook.close();
});
