// kill -9 under load at random moments, at times while starting, at times a clean stop, with another number of shards each time: what was said
// to be stored is found, live calls go on, nothing is stored or counted twice, and no reference points at a wrong packet. KILLS=50 for the long run.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import { fromRfc3339, type MessageJson } from "@sipglass/model";
import { allCalls } from "./corpus-run.ts";
import { archiveBytes, countHep3, hasProgram, randomFrom } from "./hep-frames.ts";
import { freePort, sleep, startServer, until, type ServerProcess } from "./server-process.ts";
import { readStoredCalls, type StoredCalls } from "./stored-calls.ts";
import { nowUs, startTalking, type Said } from "./talker.ts";

const KILLS = Number(process.env["KILLS"] ?? 6);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const CALLS_A_SECOND = 60;
/** A datagram is stamped when it is read from the socket, a little after it was sent. */
const IN_SOCKET_US = 100_000;
const MAIN = join(import.meta.dirname, "../packages/server/src/main.ts");
/** Calls whose messages are read by HTTP, too; all are checked on disk. */
const SAMPLE = 200;

interface Run {
  readyUs: number;
  storedThroughUs: number;
}

interface Restart {
  took_ms: number;
  packets: number;
  open_calls: number;
  readyMs: number;
}

test(`${KILLS} times kill -9 under load (SEED=${SEED})`, { skip: hasProgram("zstd") ? false : "zstd is not installed", timeout: 120_000 + KILLS * 30_000 }, async (t) => {
  const random = randomFrom(SEED);
  const ports = { hep: await freePort(), http: await freePort() };
  const environment = () => ({ SIPGLASS_SHARDS: String(1 + Math.floor(random() * 3)), SIPGLASS_LINGER: "2s" });
  let server = await startServer({ ports, environment: environment() });
  const talker = startTalking(ports.hep, CALLS_A_SECOND);
  const runs: Run[] = [];
  const restarts: Restart[] = [];
  try {
    for (let i = 0; i < KILLS; i += 1) {
      const readyUs = nowUs();
      // Checkpoints are taken every five seconds: some runs see none, some one or two.
      await sleep(random() < 0.6 ? 800 + random() * 2500 : 5000 + random() * 6000);
      const storedThroughUs = fromRfc3339((await server.health()).archive.stored_through_at ?? "1970-01-01T00:00:00Z");
      await sleep(random() * 600);
      const isClean = i % 8 === 5;
      if (isClean) assert.equal(await server.stop(), 0, server.output());
      else await server.kill();
      runs.push({ readyUs, storedThroughUs });
      if (random() < 0.3) await killStarting(server.directory, environment(), random() * 4000);
      const started = performance.now();
      server = await startServer({ ports, environment: environment(), directory: server.directory });
      restarts.push({ ...recoveryOf(server), readyMs: performance.now() - started });
      if (isClean) assert.equal(restarts.at(-1)?.packets, 0, "a clean stop leaves nothing to replay");
    }
    await sleep(1500);
    await talker.stop();
    const promised = talker.said.filter(({ sentUs }) => runs.some(({ readyUs, storedThroughUs }) => sentUs > readyUs + IN_SOCKET_US && sentUs <= storedThroughUs - IN_SOCKET_US));
    assert.ok(promised.length > KILLS * 50, `only ${promised.length} packets were promised: the test proves nothing`);
    await standsStill(server);
    await checkFaces(server, random);
    assert.equal(await server.stop(), 0, server.output());
    const stored = await readStoredCalls(server.directory);
    checkStored(stored, promised, talker.longCallId);
    assert.equal(countHep3(archiveBytes(server.directory)), stored.packets.size, "packets that zstd finds in the archive");
    report(restarts, (line) => t.diagnostic(`${promised.length} promised packets of ${talker.said.length}, ${stored.packets.size} stored, ${stored.calls.length} calls; ${line}`));
  } finally {
    await talker.stop().catch(() => undefined);
    await server.kill();
    server.remove();
  }
});

/** Whatever was sent is received and stored. */
async function standsStill(server: ServerProcess): Promise<void> {
  const count = async (): Promise<string> => {
    const { received, stored, duplicates } = await server.health();
    return [received, stored, duplicates].join();
  };
  let before = "";
  const same = async (): Promise<boolean> => {
    const last = before;
    before = await count();
    await sleep(1500);
    return last === before && (await server.health()).received > 0;
  };
  await until(same, Boolean);
}

/** Begins a start, recovery and all, and kills it. */
async function killStarting(directory: string, environment: Record<string, string>, afterMs: number): Promise<void> {
  const env = { PATH: process.env["PATH"], HOME: directory, SIPGLASS_DATA: directory, SIPGLASS_HTTP: "off", SIPGLASS_HEP_UDP: "off", SIPGLASS_HEP_TCP: "off", SIPGLASS_METRICS: "off", ...environment };
  const child = spawn(process.execPath, [MAIN, "serve"], { cwd: directory, env, stdio: "ignore" });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await sleep(afterMs);
  child.kill("SIGKILL");
  await exited;
}

function recoveryOf(server: ServerProcess): Omit<Restart, "readyMs"> {
  const line = server.output().split("\n").find((text) => text.includes('"recovered"')) ?? "{}";
  return JSON.parse(line) as Omit<Restart, "readyMs">;
}

async function checkFaces(server: ServerProcess, random: () => number): Promise<void> {
  const calls = await allCalls(server);
  assert.equal(new Set(calls.map(({ id }) => id)).size, calls.length);
  for (let i = 0; i < SAMPLE; i += 1) {
    const call = calls[Math.floor(random() * calls.length)]!;
    const { items } = await server.get<{ items: MessageJson[] }>(`calls/${call.id}/messages`);
    assert.equal(items.filter(({ type }) => type === 1).length, call.messages, `${call.call_id} counts ${call.messages} messages and shows ${items.length}`);
    for (const { type, ref, call_id } of items) if (type === 1) assert.equal(call_id, call.call_id, `${ref} belongs to another call`);
  }
}

function checkStored({ calls, open, packets }: StoredCalls, promised: readonly Said[], longCallId: string): void {
  const whose = new Map<string, string>();
  for (const call of calls) {
    let messages = 0;
    for (const { writer, sequences } of call.refs) {
      for (const sequence of sequences) {
        const ref = `${writer}:${sequence}`;
        assert.equal(packets.get(ref)?.callId, call.callId, `${ref} belongs to another call`);
        assert.ok(!whose.has(ref), `${ref} stands in two calls`);
        whose.set(ref, call.id);
        if (!writer.endsWith(".media")) messages += 1;
      }
    }
    assert.equal(messages, call.messages, `${call.callId} counts ${call.messages} messages and refers to ${messages}`);
  }
  const doubled = [...Map.groupBy(calls, ({ callId }) => callId)].filter(([, same]) => same.length > 1).map(([callId, same]) => `${callId}: ${same.map(({ state, messages, partial }) => `${state} ${messages} ${partial}`).join(", ")}`);
  assert.deepEqual(doubled, [], "calls that are there twice");
  assert.ok(open.has(longCallId), "the long call goes on");
  const homeless = [...packets].filter(([ref, { line }]) => !whose.has(ref) && !line.startsWith("{")).map(([ref, { callId }]) => `${ref} ${callId}`);
  assert.deepEqual(homeless, [], "messages in the archive that belong to no call");
  const found = new Set(Array.from(packets.values(), ({ callId, line }) => `${callId} ${line}`));
  assert.equal(found.size, packets.size, "packets that are archived twice");
  const missing = promised.filter(({ callId, line }) => !found.has(`${callId} ${line}`));
  assert.deepEqual(missing.slice(0, 5), [], `${missing.length} promised packets are not found`);
}

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

function report(restarts: readonly Restart[], say: (line: string) => void): void {
  const half = Math.ceil(restarts.length / 2);
  const [early, late] = [restarts.slice(0, half), restarts.slice(half)];
  const print = (some: readonly Restart[]): string =>
    `recovery ${Math.round(mean(some.map(({ took_ms }) => took_ms)))} ms (${Math.round(mean(some.map(({ packets }) => packets)))} packets, ${Math.round(mean(some.map(({ open_calls }) => open_calls)))} open calls), ready after ${Math.round(mean(some.map(({ readyMs }) => readyMs)))} ms`;
  say(`first half: ${print(early)}; second half: ${print(late)}`);
  // The machine may be busy with other things; growth with the number of starts would be far more.
  if (restarts.length >= 20) assert.ok(mean(late.map(({ took_ms }) => took_ms)) < 3 * mean(early.map(({ took_ms }) => took_ms)) + 500, "recovery takes longer and longer");
}
