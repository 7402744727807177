// A tenant's user sees his calls and nothing else: the rules reach running shards at once, and a restart keeps them.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import fc from "fast-check";
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

/** No two at the same moment: which leg of a session is the first is said by their times. */
let lastUs = 0;
const nextUs = (): number => (lastUs = Math.max(lastUs + 1, Date.now() * 1000));

const invite = (callId: string, number: string, changes: { dst?: string; extra?: string } = {}): Buffer =>
  frameOf(packetOf(
    sipText({ start: `INVITE sip:${number}@example.org SIP/2.0`, callId, cseq: "1 INVITE", ...(changes.extra === undefined ? {} : { extra: changes.extra }) }),
    nextUs(), changes.dst === undefined ? {} : { dst: changes.dst },
  ));

const put = (path: string, body: unknown): Promise<Response> => server.fetch(`/api/v1/${path}`, { method: "PUT", body: JSON.stringify(body), headers: JSON_TYPE });

const as = (name: string): Record<string, string> => ({ authorization: `Basic ${Buffer.from(`${name}:${WORD}`).toString("base64")}` });

/** Call-IDs that carl's list holds. */
async function carlSees(): Promise<string[]> {
  const answer = await server.fetch("/api/v1/calls?from=-1h", { headers: as("carl") });
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

/** Everything that bears a tenant's mark; in a session that begins with beta's leg the second is acme's. */
const marked = (tenant: "acme" | "beta", name: string, first = ""): Buffer => {
  const [mark, number] = tenant === "acme" ? ["zqa", "+4930555"] : ["zqb", "+4940555"];
  return invite(`${mark}${name}@host`, number, { extra: `X-Mark: ${mark}header\r\nUser-Agent: ${mark}agent${first && `\r\nX-CID: ${first}`}` });
};

/** What a stream says until it says `wanted`. */
async function followed(name: string, wanted: string, during: () => Promise<void>): Promise<string> {
  const stop = new AbortController();
  const answer = await server.fetch("/api/v1/live", { headers: as(name), signal: AbortSignal.any([stop.signal, AbortSignal.timeout(60_000)]) });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  await during();
  let said = "";
  while (!said.includes(wanted)) said += (await reader.read()).value ?? assert.fail(`the stream ended: ${said}`);
  stop.abort();
  return said;
}

test("two tenants who walk about at random see nothing of each other, nor does a live stream show it", async () => {
  const made = await server.fetch("/api/v1/users", { method: "POST", headers: JSON_TYPE, body: JSON.stringify({ username: "bea", role: "customer", password: WORD, tenants: ["beta"] }) });
  assert.equal(made.status, 201, await made.text());
  assert.equal((await put("tenants/beta", { prefixes: ["+4940"] })).status, 200);
  await sendUdp([marked("beta", "one"), marked("acme", "two", "zqbone@host"), marked("acme", "three"), marked("beta", "four")], server.hepPort);
  const all = await until(() => server.get<{ items: CallJson[] }>("calls?from=-1h&q=callid:zq*"), ({ items }) => items.length === 4 && items.some(({ id, session_id: session }) => id !== session));
  const idOf = (callId: string): string => all.items.find(({ call_id: each }) => each === callId)?.id ?? assert.fail(callId);
  assert.equal(all.items.find(({ call_id: each }) => each === "zqatwo@host")?.session_id, idOf("zqbone@host"));
  const carls = (await (await server.fetch("/api/v1/calls/zqatwo%40host", { headers: as("carl") })).json()) as CallJson;
  assert.equal(carls.session_id, idOf("zqatwo@host"), "the session begins for him with the first leg that he sees");

  const names = all.items.flatMap(({ id, call_id: callId }) => [id, callId]);
  const part = fc.constantFrom("", "/messages", "/ladder", "/findings", "/quality", "/links", "/negotiation", "/report", "/export?format=json", "/export?format=html", "/export?format=pcap&include=sip,rtcp,log", "/export?format=text");
  const query = fc.constantFrom("", "tenant:beta", "tenant:acme", "NOT tenant:acme", "leg:first", "leg:further", "ua:zq*", 'raw:"header"', "header:X-Mark=zq*", "from:*", "kind:call OR session:*");
  const list = fc.constantFrom("calls?", "calls?group=session&", "calls?limit=1&", "calls/histogram?", "calls/export?", "stats/kpis?", "stats/kpis?count=legs&", "complete?field=session&", "complete?field=callid&prefix=zq&", "complete?field=ua&");
  const walk = fc.oneof(
    fc.tuple(fc.constantFrom("calls", "sessions"), fc.constantFrom(...names), part).map(([kind, name, rest]) => `/api/v1/${kind}/${encodeURIComponent(name)}${rest}`),
    fc.tuple(list, query).map(([path, q]) => `/api/v1/${path}from=-1h&q=${encodeURIComponent(q)}`),
    fc.tuple(fc.constantFrom("/api/v3/export/call/pcap/", "/api/v3/call/flow/"), fc.constantFrom(...names)).map(([path, name]) => path + encodeURIComponent(name)),
    fc.tuple(fc.constantFrom("call/", "calls/"), fc.constantFrom(...names), fc.constantFrom("sip-messages", "sip-analysis", "pcap")).map(([path, name, rest]) => `/v1/timelines/${path}${encodeURIComponent(name)}/${rest}`),
  );
  const seen = { carl: 0, bea: 0 };
  await fc.assert(fc.asyncProperty(fc.constantFrom("carl", "bea"), walk, async (who, path) => {
    const answer = await server.fetch(path, { headers: as(who) });
    const body = Buffer.from(await answer.arrayBuffer()).toString("latin1");
    assert.ok(answer.status < 500, `${path}: ${answer.status} ${body}`);
    const [own, foreign] = who === "carl" ? [/zqa\w/, /zqb\w+/g] : [/zqb\w/, /zqa\w+/g];
    if (answer.ok && own.test(body)) seen[who as "carl" | "bea"] += 1;
    // Carl's own leg says of which call it is a leg, and an error what was asked for.
    const asked = decodeURIComponent(path);
    assert.deepEqual((body.match(foreign) ?? []).filter((mark) => mark !== "zqbone" && !asked.includes(mark)), [], `${path} by ${who}`);
    const foreignIds = all.items.filter(({ call_id: callId }) => callId.startsWith(who === "carl" ? "zqb" : "zqa")).map(({ id }) => id);
    assert.deepEqual(foreignIds.filter((id) => body.includes(id) && !asked.includes(id)), [], `${path} by ${who}`);
    if (/\/(?:calls|sessions)\//.test(path) && foreignIds.some((id) => path.includes(`/${id}`))) assert.equal(answer.status, 404, `${path} by ${who}`);
  }), { numRuns: 300, endOnFailure: true });
  assert.ok(seen.carl > 20 && seen.bea > 20, JSON.stringify(seen));

  const send = (): Promise<void> => sendUdp([marked("beta", "live"), marked("acme", "live", "zqbone@host")], server.hepPort);
  const [carl, bea] = await Promise.all([followed("carl", "zqalive@host", send), followed("bea", "zqblive@host", send)]);
  assert.doesNotMatch(carl.replaceAll("zqbone@host", ""), /zqb/);
  assert.doesNotMatch(bea, /zqa/);
  assert.ok(!carl.includes(idOf("zqbone@host")), "not even its id, though the session begins with it");
});
