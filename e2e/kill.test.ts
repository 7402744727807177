// kill -9 under load at random moments: what was said to be stored is found, live calls go on, nothing is stored or counted twice, and no
// reference points at a wrong packet. KILLS=50 for the long run.
import assert from "node:assert/strict";
import { test } from "node:test";
import { fromRfc3339, type CallJson, type MessageJson } from "@sipglass/model";
import { allCalls } from "./corpus-run.ts";
import { archiveBytes, countHep3, hasProgram, randomFrom } from "./hep-frames.ts";
import { freePort, sleep, startServer, until, type ServerProcess } from "./server-process.ts";
import { nowUs, startTalking, type Said } from "./talker.ts";

const KILLS = Number(process.env["KILLS"] ?? 6);
const SEED = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
/** A datagram is stamped when it is read from the socket, a little after it was sent. */
const IN_SOCKET_US = 100_000;

interface Run {
  readyUs: number;
  storedThroughUs: number;
}

test(`${KILLS} times kill -9 under load (SEED=${SEED})`, { skip: hasProgram("zstd") ? false : "zstd is not installed", timeout: 60_000 + KILLS * 20_000 }, async (t) => {
  const random = randomFrom(SEED);
  const ports = { hep: await freePort(), http: await freePort() };
  const environment = { SIPGLASS_SHARDS: "2", SIPGLASS_LINGER: "2s" };
  let server = await startServer({ ports, environment });
  const talker = startTalking(ports.hep, 150);
  const runs: Run[] = [];
  const restarts: number[] = [];
  try {
    for (let i = 0; i < KILLS; i += 1) {
      const readyUs = nowUs();
      await sleep(800 + random() * 2500);
      const storedThroughUs = fromRfc3339((await server.health()).archive.stored_through_at ?? "1970-01-01T00:00:00Z");
      await sleep(random() * 600);
      await server.kill();
      runs.push({ readyUs, storedThroughUs });
      const started = performance.now();
      server = await startServer({ ports, environment, directory: server.directory });
      restarts.push(performance.now() - started);
    }
    await sleep(1500);
    await talker.stop();
    const stored = talker.said.filter(({ sentUs }) => runs.some(({ readyUs, storedThroughUs }) => sentUs > readyUs + IN_SOCKET_US && sentUs <= storedThroughUs - IN_SOCKET_US));
    assert.ok(stored.length > KILLS * 50, `only ${stored.length} messages were promised: the test proves nothing`);
    await until(() => server.health(), ({ received }) => received > 0);
    await sleep(1500);
    await check(server, stored, talker.longCallId);
    const half = Math.floor(restarts.length / 2);
    t.diagnostic(`${stored.length} promised messages of ${talker.said.length}; restart first half ${mean(restarts.slice(0, half))} ms, second half ${mean(restarts.slice(half))} ms`);
  } finally {
    await server.kill();
    server.remove();
  }
});

const mean = (values: number[]): number => Math.round(values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length));

async function check(server: ServerProcess, promised: readonly Said[], longCallId: string): Promise<void> {
  const calls = await allCalls(server);
  const found = new Set<string>();
  const refs = new Set<string>();
  let messages = 0;
  for (const call of calls) {
    const { items } = await server.get<{ items: MessageJson[] }>(`calls/${call.id}/messages`);
    assert.equal(items.length, call.messages, `${call.call_id} counts ${call.messages} messages and shows ${items.length}`);
    for (const { ref, raw, call_id } of items) {
      assert.equal(call_id, call.call_id, `${ref} belongs to another call`);
      assert.ok(!refs.has(ref), `${ref} stands in two calls`);
      refs.add(ref);
      found.add(`${call_id} ${raw.split("\r\n", 1)[0]}`);
    }
    messages += items.length;
  }
  const byCallId = Map.groupBy(calls, (call: CallJson) => call.call_id);
  const doubled = [...byCallId].filter(([, same]) => same.length > 1).map(([callId]) => callId);
  assert.deepEqual(doubled, [], "calls that are there twice");
  const missing = promised.filter(({ callId, line }) => !found.has(`${callId} ${line}`));
  assert.deepEqual(missing.slice(0, 5), [], `${missing.length} promised messages are not found`);
  assert.equal(byCallId.get(longCallId)?.[0]?.state, "established", "the long call goes on");
  assert.equal(countHep3(archiveBytes(server.directory)), messages, "packets in the archive and messages of calls");
}
