// What a user meets before anything works: wrong settings, a port in use, a directory in use, a clean stop.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createServer } from "node:net";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { freePort, startServer } from "./server-process.ts";

const MAIN = join(import.meta.dirname, "../packages/server/src/main.ts");

function run(args: string[], environment: Record<string, string> = {}) {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-start-"));
  const env = { PATH: process.env["PATH"], SIPGLASS_DATA: directory, SIPGLASS_METRICS: "off", ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { env, cwd: directory, encoding: "utf8", timeout: 30_000 });
  return { status, output: stdout + stderr };
}

test("a wrong configuration prints every fault with its remedy and exits with 2", () => {
  const { status, output } = run(["serve"], { SIPGLASS_HTTP: "nowhere", SIPGLASS_SHARDS: "0", SIPGLASS_RETENTION_CALL: "soon" });
  assert.equal(status, 2);
  for (const name of ["SIPGLASS_HTTP", "SIPGLASS_SHARDS", "SIPGLASS_RETENTION_CALL"]) assert.match(output, new RegExp(name));
});

test("check-config shows every setting and where it came from, and no secret", () => {
  const { status, output } = run(["check-config"], { SIPGLASS_SHARDS: "3", SIPGLASS_ADMIN_PASSWORD: "do-not-print-me", SIPGLASS_TYPO: "x" });
  assert.equal(status, 0);
  assert.match(output, /SIPGLASS_SHARDS\s+3\s+SIPGLASS_SHARDS/);
  assert.match(output, /warning: SIPGLASS_TYPO/);
  assert.ok(!output.includes("do-not-print-me"));
});

test("a port in use says which and what to do, and exits with 2", async () => {
  const port = await freePort();
  const taken = createServer().listen(port, "127.0.0.1");
  const free = [await freePort(), await freePort()];
  const http = run(["serve"], { SIPGLASS_HTTP: `127.0.0.1:${port}`, SIPGLASS_HEP_UDP: `127.0.0.1:${free[0]}`, SIPGLASS_HEP_TCP: "off" });
  assert.equal(http.status, 2, http.output);
  assert.match(http.output, new RegExp(`127\\.0\\.0\\.1:${port}.*SIPGLASS_HTTP`));
  const hep = run(["serve"], { SIPGLASS_HTTP: `127.0.0.1:${free[1]}`, SIPGLASS_HEP_UDP: "off", SIPGLASS_HEP_TCP: `127.0.0.1:${port}` });
  assert.equal(hep.status, 2, hep.output);
  assert.match(hep.output, new RegExp(`127\\.0\\.0\\.1:${port}.*SIPGLASS_HEP_TCP`));
  taken.close();
});

test("a data directory in use says by whom", async () => {
  const server = await startServer();
  const { status, output } = run(["serve"], { SIPGLASS_DATA: server.directory });
  assert.notEqual(status, 0);
  assert.match(output, new RegExp(`in use by process ${server.pid}`));
  assert.equal(await server.stop(), 0);
  server.remove();
});

test("the first start makes a password for admin and shows it once; a signal stops it cleanly", async () => {
  const server = await startServer({ environment: { SIPGLASS_ADMIN_PASSWORD: "" } });
  assert.match(server.output(), /Sign in as admin with the password \S{12,}/);
  assert.equal(await server.stop(), 0, server.output());
  const again = await startServer({ directory: server.directory, environment: { SIPGLASS_ADMIN_PASSWORD: "" } });
  assert.doesNotMatch(again.output(), /with the password/);
  await again.stop();
  server.remove();
});
