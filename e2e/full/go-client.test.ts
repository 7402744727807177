// A service in Go (fixtures/homer/client.go) against a running server. Compiling it takes long where Go has not done so before.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { promisify } from "node:util";
import { answeredCall } from "../../packages/server/src/pipeline/frames.fixture.ts";
import { hasProgram, sendUdp } from "../hep-frames.ts";
import { PASSWORD, startServer, until } from "../server-process.ts";

const CALL_ID = "svc-1@pbx";
const CLIENT = join(import.meta.dirname, "../../fixtures/homer/client.go");

test("a service in Go reads flow, transaction and packets", { skip: hasProgram("go") ? false : "go is not installed" }, async () => {
  const startUs = Math.floor(Date.now() / 1000) * 1e6 - 60_000_000;
  const server = await startServer();
  await sendUdp(answeredCall(CALL_ID, startUs), server.hepPort);
  await until(
    () => server.get<{ items: { messages: number }[] }>(`calls?q=callid:${CALL_ID}&from=-2h`),
    ({ items }) => items[0]?.messages === 6,
  );
  const made = await server.fetch("/api/v1/tokens", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "service", role: "support" }),
  });
  const { token } = (await made.json()) as { token: string };
  const env = { PATH: process.env["PATH"], HOME: homedir(), GOFLAGS: "-mod=mod", HOMER_URL: server.http, HOMER_PASS: PASSWORD, HOMER_TOKEN: token };
  const { stdout } = await promisify(execFile)("go", ["run", CLIENT, CALL_ID], { env });
  assert.deepEqual(JSON.parse(stdout), {
    call_id: CALL_ID, seconds: 7.05, flow: 6, source: "192.0.2.1:5060", starts: "INVITE", transaction: 6, total: 6, first: "INVITE", src: "192.0.2.1:5060",
    at: new Date(startUs / 1000).toISOString().replace(/\.000Z$/, "Z"), magic: "d4c3b2a1",
  });
  await server.stop();
  server.remove();
});
