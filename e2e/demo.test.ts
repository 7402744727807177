// `serve --demo`: a day of traffic in seconds through the real pipeline, named, clearly a demo, made anew at every start, never over real calls.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { startServer, until, type ServerProcess } from "./server-process.ts";

const MAIN = join(import.meta.dirname, "../packages/server/src/main.ts");
/** On this machine 4 s; whoever waits longer than this for a demo goes away. */
const FILLED_MS = 30_000;

interface CallRow {
  started_at: string;
  state: string;
  findings: unknown[];
  mos: unknown;
}
const list = async (server: ServerProcess, q: string): Promise<CallRow[]> => (await server.get<{ items: CallRow[] }>(`calls?limit=1000&q=${encodeURIComponent(q)}`)).items;

const begun = performance.now();
const server = await startServer({ arguments: ["--demo"] });
const root = join(server.directory, "data-demo");
after(async () => {
  await server.stop();
  server.remove();
});

test("it is there in seconds, in a directory of its own", () => {
  assert.ok(performance.now() - begun < FILLED_MS);
  assert.ok(existsSync(join(root, "DEMO.txt")));
  assert.ok(!existsSync(join(server.directory, "archive")), "the directory of real calls is not touched");
});

test("calls of a whole day, none later than now, most of them good", async () => {
  const calls = await list(server, "last:25h");
  assert.equal(calls.length, 1000);
  assert.ok((await list(server, "state:completed last:25h NOT code:5xx")).length > 500);
  const { items } = await server.get<{ items: CallRow[] }>("calls?limit=5&sort=oldest&q=last:25h");
  assert.ok(Date.now() - Date.parse(items[0]!.started_at) > 20 * 3_600_000, "the first is of yesterday");
  for (const { started_at } of calls) assert.ok(Date.parse(started_at) <= Date.now());
  assert.ok((await list(server, "state:established last:25h")).length > 0, "some calls stand");
});

for (const [what, q] of [
  ["one-way audio", "finding:one_way_audio"], ["no circuit at a carrier", "code:503 ip:198.51.100.11"], ["a scanner", 'ua:"friendly-scanner"'], ["poor MOS", "mos<3.5"],
  ["wrong passwords", "kind:registration code:401,403"],
] as const) {
  test(`it has ${what}`, async () => {
    await until(() => list(server, `${q} last:25h`), (calls) => calls.length > 0);
  });
}

test("KPIs, names of hosts, tenants, agents and registrations are there", async () => {
  const { items: hosts } = await server.get<{ items: { name: string }[] }>("aliases");
  assert.ok(hosts.some(({ name }) => name === "carrier-south"));
  const { items: tenants } = await server.get<{ items: { name: string }[] }>("tenants");
  assert.deepEqual(tenants.map(({ name }) => name), ["birch-clinic", "ferry-lines", "harbour-hotel"]);
  assert.ok((await list(server, "tenant:birch-clinic last:25h")).length > 100);
  const agents = (await server.get<{ items: { name: string }[] }>("agents")).items;
  assert.deepEqual(agents.map(({ name }) => name).toSorted(), ["demo-border", "demo-core"]);
  assert.ok((await server.get<{ items: unknown[] }>("registrations")).items.length > 10);
  const { total } = await server.get<{ total: { kpis: { id: string; value: number | null }[] } }>("stats/kpis?kpis=asr,ner,pdd&q=last:25h");
  assert.deepEqual(total.kpis.filter(({ value }) => !(value !== null && value > 0)), []);
});

test("it says that it is a demo", async () => {
  assert.match((await server.health()).warnings.join(" "), /This is a demo/);
});

test("started again it is made anew, with whoever was let in", async () => {
  const before = readdirSync(join(root, "archive"));
  await server.stop();
  const again = await startServer({ arguments: ["--demo"], directory: server.directory });
  try {
    assert.ok(before.length > 0);
    assert.ok((await again.health()).received < 70_000, "not twice the calls");
    assert.equal((await list(again, "last:25h")).length, 1000);
  } finally {
    await again.stop();
  }
});

test("a directory with calls that are no demo is refused", async () => {
  mkdirSync(join(server.directory, "real/archive/2026-01-01"), { recursive: true });
  const off = ["http", "hep-udp", "hep-tcp", "metrics"].flatMap((face) => [`--${face}`, "off"]);
  const run = promisify(execFile)(process.execPath, [MAIN, "serve", "--demo", "--data", "real", ...off], { cwd: server.directory, timeout: 60_000 });
  await assert.rejects(run, /holds calls that are no demo/);
});
