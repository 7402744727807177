// The archive is enough: a second server fed with the first one's archive shows the same calls, and rebuild derives the same rows again.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";
import type { CallJson } from "@sipglass/model";
import { generateCalls } from "sipglass/simulate";
import { allCalls } from "./corpus-run.ts";
import { archiveBytes, countHep3, hasProgram, sendTcp, sendUdp, randomFrom } from "./hep-frames.ts";
import { startServer, until, type ServerProcess } from "./server-process.ts";

const MAIN = join(import.meta.dirname, "../packages/server/src/main.ts");
const skip = hasProgram("zstd") ? false : "zstd is not installed";

/** What a packet-for-packet equal archive must give again; mirror duplicates are not archived, and revisions count how often a call changed. */
const comparable = (calls: readonly CallJson[]) =>
  calls.map(({ revision: _revision, duplicates: _duplicates, ...rest }) => rest).sort((a, b) => (a.id < b.id ? -1 : 1));

/** When all are over, and their findings and quality are known. */
const examinedCalls = (server: ServerProcess): Promise<CallJson[]> =>
  until(() => allCalls(server), (calls) => calls.every(({ projection_version: version }) => version > 0));

test("a second server fed with the archive of the first, and a rebuild, give the same calls", { skip }, async () => {
  const frames = [...generateCalls({ calls: 300, seed: 5, startUs: Date.UTC(2026, 0, 2) * 1000 })].map(({ frame }) => Buffer.from(frame));
  const first = await startServer({ environment: { SIPGLASS_SHARDS: "2" } });
  await sendUdp(frames, first.hepPort);
  await until(() => first.health(), ({ stored, duplicates }) => stored + duplicates >= frames.length);
  const original = comparable(await examinedCalls(first));
  assert.ok(original.length >= 300);
  await first.stop();

  const stream = archiveBytes(first.directory);
  const second = await startServer({ environment: { SIPGLASS_SHARDS: "1" } });
  await sendTcp([stream], second.hepPort, randomFrom(1));
  await until(() => second.health(), ({ stored }) => stored >= countHep3(stream));
  assert.deepEqual(comparable(await examinedCalls(second)), original);
  await second.stop();
  second.remove();

  for (const shards of ["3", "1"]) {
    const env = { PATH: process.env["PATH"], SIPGLASS_DATA: first.directory, SIPGLASS_SHARDS: shards, SIPGLASS_CLOCK_TOLERANCE: "off" };
    const rebuilt = spawnSync(process.execPath, [MAIN, "rebuild"], { env, encoding: "utf8" });
    assert.equal(rebuilt.status, 0, rebuilt.stderr);
    const again = await startServer({ directory: first.directory });
    assert.deepEqual(comparable(await examinedCalls(again)), original, `rebuilt with ${shards} shards`);
    await again.stop();
  }
  first.remove();
});
