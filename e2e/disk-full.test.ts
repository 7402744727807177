// The disk fills up under load: archiving stops and says so, page and API stay up, what is stored stays readable, what is lost is counted; when
// there is space again everything goes on by itself, without a restart. On a small file system of its own, where one may be mounted.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { encodeHep3 } from "@sipglass/decode";
import type { CallJson, MessageJson } from "@sipglass/model";
import { allCalls } from "./corpus-run.ts";
import { archiveBytes, countHep3, hasProgram, randomFrom, sendTcp } from "./hep-frames.ts";
import { sleep, startServer, until, type ServerProcess } from "./server-process.ts";
import { readStoredCalls } from "./stored-calls.ts";
import { nowUs, startTalking } from "./talker.ts";

const MOUNT = mkdtempSync(join(tmpdir(), "sipglass-small-"));
const SIZE = "24m";

/** A reason to skip, or false when the small file system is there. */
function mountSmall(): string | false {
  if (!hasProgram("zstd")) return "zstd is not installed";
  const { status, stderr, error } = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", MOUNT], { encoding: "utf8" });
  return status === 0 ? false : `no file system may be mounted here: ${error?.message ?? stderr.trim()}`;
}

/** Takes what is left, to the last byte. */
function fillUp(path: string): void {
  const file = openSync(path, "w");
  for (const bytes of [1024 * 1024, 4096, 1]) {
    try {
      while (writeSync(file, Buffer.alloc(bytes, 1)) === bytes);
    } catch {
      // Full, for blocks of this size.
    }
  }
  closeSync(file);
}

/** Log lines that do not compress: more than waits in memory for a full disk. */
function noise(count: number): Buffer[] {
  return Array.from({ length: count }, () => {
    const frame = encodeHep3({
      version: 3, ipVersion: 4, ipProtocol: 6, src: "192.0.2.9", srcPort: 1, dst: "192.0.2.1", dstPort: 1, timeUs: nowUs(), payloadType: 100, agentId: 9, agentName: "9",
      correlationId: "", authKey: "", vlan: 0, payload: randomBytes(24_000),
    });
    if (!(frame instanceof Uint8Array)) throw new Error("BUG: does not fit");
    return Buffer.from(frame);
  });
}

const lostOf = async (server: ServerProcess): Promise<number> =>
  (await server.health()).dropped.filter(({ room, reason }) => room === "archive" && reason === "disk_full").reduce((sum, { count }) => sum + count, 0);

const completed = async (server: ServerProcess): Promise<CallJson[]> => (await allCalls(server)).filter(({ state }) => state === "completed");

async function readMessages(server: ServerProcess, call: CallJson): Promise<void> {
  const { items } = await server.get<{ items: MessageJson[] }>(`calls/${call.id}/messages`);
  assert.equal(items.filter(({ type }) => type === 1).length, call.messages);
}

test("a disk that is full stops the archive and nothing else, and space sets it going again", { timeout: 180_000 }, async (t) => {
  const reason = mountSmall();
  if (reason) {
    rmdirSync(MOUNT);
    return t.skip(reason);
  }
  const directory = join(MOUNT, "data");
  mkdirSync(directory);
  const ballast = join(MOUNT, "ballast");
  let server = await startServer({ directory, environment: { SIPGLASS_SHARDS: "2", SIPGLASS_LINGER: "1s" } });
  const talker = startTalking(server.hepPort, 30);
  try {
    await until(() => completed(server), (calls) => calls.length > 20, 20_000);
    await sleep(3000);
    // The oldest is stored by now, and changes no more.
    const early = (await completed(server)).at(-1)!;

    fillUp(ballast);
    const full = await until(() => server.health(), ({ archive }) => archive.state === "disk_full", 20_000);
    assert.equal(full.status, "degraded");
    assert.match(full.warnings.join("\n"), /disk is full/);
    await sendTcp(noise(1500), server.hepPort, randomFrom(1));
    await until(() => lostOf(server), (lost) => lost > 0, 30_000);

    // The faces do not mind.
    assert.equal((await server.fetch("/")).status, 200);
    await readMessages(server, early);
    const during = await completed(server);
    assert.ok(during.some(({ id }) => id === early.id));
    await until(() => completed(server), (calls) => calls.length > during.length + 20, 20_000);

    rmSync(ballast);
    const well = await until(() => server.health(), ({ status, archive }) => status === "ok" && archive.state === "ok", 30_000);
    const afterwards = await completed(server);
    await until(() => completed(server), (calls) => calls.length > afterwards.length + 20, 20_000);
    assert.ok(well.stored > full.stored);

    await talker.stop();
    await sleep(1500);
    const last = await server.health();
    const lost = await lostOf(server);
    assert.equal(await server.stop(), 0, server.output());
    assert.equal(countHep3(archiveBytes(server.directory)), last.stored - lost, "stored less lost is what is there");
    const { calls } = await readStoredCalls(server.directory);
    const known = new Set(calls.map(({ id }) => id));
    assert.deepEqual(during.filter(({ id }) => !known.has(id)).map(({ call_id }) => call_id), [], "calls that were shown while the disk was full and are gone");

    server = await startServer({ directory: server.directory });
    await readMessages(server, early);
    t.diagnostic(`${last.stored} accepted, ${lost} lost, ${calls.length} calls`);
  } catch (error) {
    throw new Error(`the server said:\n${server.output().slice(-6000)}`, { cause: error });
  } finally {
    await talker.stop().catch(() => undefined);
    await server.kill();
    spawnSync("umount", [MOUNT]);
    rmdirSync(MOUNT);
  }
});
