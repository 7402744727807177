// A tenant's user sees his calls and nothing else: the rules reach running shards at once, and a restart keeps them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { CallJson } from "@sipglass/model";
import { frameOf, packetOf, sipText } from "../packages/server/src/pipeline/frames.fixture.ts";
import { sendUdp } from "./hep-frames.ts";
import { startServer, until, type ServerProcess } from "./server-process.ts";

const WORD = "carl sees what is his";
const JSON_TYPE = { "content-type": "application/json" };
let server: ServerProcess;

before(async () => {
  server = await startServer({ environment: { SIPGLASS_OWN_NETWORKS: "192.0.2.0/24", SIPGLASS_SHARDS: "2" } });
});
after(async () => {
  await server.kill();
  server.remove();
});

const invite = (callId: string, number: string, changes: { dst?: string; extra?: string } = {}): Buffer =>
  frameOf(packetOf(
    sipText({ start: `INVITE sip:${number}@example.org SIP/2.0`, callId, cseq: "1 INVITE", ...(changes.extra === undefined ? {} : { extra: changes.extra }) }),
    Date.now() * 1000, changes.dst === undefined ? {} : { dst: changes.dst },
  ));

const put = (path: string, body: unknown): Promise<Response> => server.fetch(`/api/v1/${path}`, { method: "PUT", body: JSON.stringify(body), headers: JSON_TYPE });

/** Call-IDs that carl's list holds. */
async function carlSees(): Promise<string[]> {
  const answer = await server.fetch("/api/v1/calls?from=-1h", { headers: { authorization: `Basic ${Buffer.from(`carl:${WORD}`).toString("base64")}` } });
  assert.equal(answer.status, 200, await answer.clone().text());
  return ((await answer.json()) as { items: CallJson[] }).items.map(({ call_id: id }) => id).sort();
}

test("calls are sorted by rules that were made while the server runs, and each has its direction", async () => {
  const made = await server.fetch("/api/v1/users", { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ username: "carl", role: "customer", password: WORD, tenants: ["acme"] }) });
  assert.equal(made.status, 201, await made.text());
  await sendUdp([invite("before@host", "+4930111")], server.hepPort);
  await until(() => server.get<{ items: CallJson[] }>("calls?from=-1h"), ({ items }) => items.length === 1);
  const rule = await put("tenants/acme", { prefixes: ["+4930"], headers: { "X-Customer": "acme*" } });
  assert.equal(rule.status, 200, await rule.text());
  await sendUdp([invite("number@host", "004930222"), invite("header@host", "55", { extra: "X-Customer: acme-7" }), invite("other@host", "+4940333", { dst: "198.51.100.9" })], server.hepPort);
  const all = await until(() => server.get<{ items: CallJson[] }>("calls?from=-1h"), ({ items }) => items.length === 4);
  const byId = new Map(all.items.map((call) => [call.call_id, call]));
  assert.deepEqual([byId.get("number@host")?.tenants, byId.get("other@host")?.tenants, byId.get("before@host")?.tenants], [["acme"], [], []]);
  assert.deepEqual([byId.get("number@host")?.direction, byId.get("other@host")?.direction], ["internal", "outbound"]);
  assert.deepEqual(await carlSees(), ["header@host", "number@host"]);
});

test("a network that is none is refused", async () => {
  const refused = await put("tenants/acme", { trunks: ["10.0.0.0/40"] });
  assert.equal(refused.status, 400);
});

test("after a restart the rules hold, and calls have kept their tenants", async () => {
  await server.stop();
  server = await startServer({ directory: server.directory });
  await sendUdp([invite("again@host", "+4930444")], server.hepPort);
  await until(carlSees, (seen) => seen.length === 3);
  assert.deepEqual(await carlSees(), ["again@host", "header@host", "number@host"]);
});
