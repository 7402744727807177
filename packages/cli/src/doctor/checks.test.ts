// The judgements of doctor, and the configuration lines that it prints.
import assert from "node:assert/strict";
import { createSocket } from "node:dgram";
import { createServer, type AddressInfo } from "node:net";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runCli, workplace } from "../run-cli.fixture.ts";
import { checkDataDirectory, checkPort, checkReceiveBuffer, checkServer, judgeClock, judgeDisk, judgePort } from "./checks.ts";
import { inodesOf, portState } from "./port-owner.ts";
import { SENDER_LINES, SENDERS } from "./sender-lines.ts";

test("a port that is taken is found, with the program that holds it", { skip: process.platform === "linux" ? false : "only Linux names owners" }, async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = createSocket("udp4");
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  const tcp = await portState("tcp", (server.address() as AddressInfo).port);
  const udp = await portState("udp", socket.address().port);
  server.close();
  socket.close();
  for (const state of [tcp, udp]) assert.deepEqual([state.state, state.owner?.pid], ["taken", process.pid]);
  assert.equal((await checkPort("HEP", "tcp", (await freedPort()))).state, "ok");
});

async function freedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("inodes come from the sockets of that port: of TCP only those that listen", () => {
  const table = [
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode",
    "   0: 0100007F:2364 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 111 1 0000000000000000 100 0 0 10 0",
    "   1: 0100007F:2364 0100007F:D2F0 01 00000000:00000000 00:00000000 00000000     0        0 222 1 0000000000000000 20 4 30 10 -1",
    "   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 333 1 0000000000000000 100 0 0 10 0",
  ].join("\n");
  assert.deepEqual(inodesOf(table, "tcp", 9060), ["111"]);
  assert.deepEqual(inodesOf(table, "udp", 9060), ["111", "222"]);
});

test("our own server is no problem, another program is", () => {
  const owner = { pid: 7, name: "node", command: "node /opt/sipglass/packages/server/src/main.ts serve" };
  assert.deepEqual(judgePort("x", { state: "taken", owner }, 9060).state, "ok");
  const other = judgePort("x", { state: "taken", owner: { pid: 8, name: "heplify-server", command: "/usr/bin/heplify-server" } }, 9060);
  assert.deepEqual([other.state, other.text], ["problem", "taken by heplify-server (pid 8): /usr/bin/heplify-server"]);
  assert.equal(judgePort("x", { state: "taken" }, 9060).state, "warning");
  assert.match(judgePort("x", { state: "forbidden" }, 80).help, /CAP_NET_BIND_SERVICE/);
});

test("a receive buffer below 4 MiB is warned about, with the line that mends it", async () => {
  const place = workplace();
  const [small, large] = await Promise.all([checkReceiveBuffer(place.write("small", "212992\n")), checkReceiveBuffer(place.write("large", "16777216\n"))]);
  assert.deepEqual([small.state, large.state], ["warning", "ok"]);
  assert.match(small.help, /sysctl -w net\.core\.rmem_max=16777216/);
  assert.equal((await checkReceiveBuffer(join(place.directory, "none"))).state, "ok");
  place.remove();
});

test("a data directory must be writable, or be possible to make", async () => {
  const place = workplace();
  const [there, later, file] = await Promise.all([checkDataDirectory(place.directory), checkDataDirectory(join(place.directory, "a", "b")), checkDataDirectory(place.write("file", ""))]);
  assert.deepEqual([there[0]?.state, later[0]?.state, file[0]?.state], ["ok", "ok", "problem"]);
  assert.match(later[0]?.text ?? "", /does not exist yet; writable/);
  if (process.getuid?.() !== 0) {
    chmodSync(place.directory, 0o500);
    assert.equal((await checkDataDirectory(place.directory))[0]?.state, "problem");
    chmodSync(place.directory, 0o700);
  }
  place.remove();
});

test("a disk is judged by what is free", () => {
  const disk = (gigabytes: number) => judgeDisk("/", { bavail: gigabytes * 1e6, bsize: 1000, blocks: 100e6 }).state;
  assert.deepEqual([0.5, 5, 50].map(disk), ["problem", "warning", "ok"]);
});

test("clocks are compared with the second of the Date header, either way", () => {
  const now = Date.parse("2026-11-20T10:00:00.500Z");
  const judged = (date: string) => judgeClock(date, now - 100, now);
  assert.equal(judged("Fri, 20 Nov 2026 10:00:00 GMT").state, "ok");
  assert.equal(judged("Fri, 20 Nov 2026 09:59:58 GMT").state, "ok");
  assert.match(judged("Fri, 20 Nov 2026 09:59:30 GMT").text, /^29\.\d s ahead of the server's$/);
  assert.match(judged("Fri, 20 Nov 2026 10:01:00 GMT").text, /^59\.5 s behind the server's$/);
  assert.equal(judgeClock(null, now, now).state, "warning");
});

test("no server is a warning with what to do", async () => {
  const [finding] = await checkServer(`http://127.0.0.1:${await freedPort()}`);
  assert.equal(finding?.state, "warning");
  assert.match(`${finding?.text} ${finding?.help}`, /ECONNREFUSED.*sipglass serve/);
});

test("lines for every sender name the collector, as that sender writes it", async () => {
  const collector = { host: "2001:db8::5", port: 9061, transport: "tcp", captureId: 77, authKey: "k3y" } as const;
  for (const sender of SENDERS) {
    const lines = SENDER_LINES[sender](collector);
    assert.match(lines, /\[2001:db8::5\]:9061/);
    assert.match(lines, /\b77\b/);
  }
  const { code, out } = await runCli(["doctor", "--sender", "kamailio", "--hep", "10.0.0.5"]);
  assert.equal(code, 0);
  assert.match(out, /modparam\("siptrace", "duplicate_uri", "sip:10\.0\.0\.5:9060"\)\n/);
  assert.doesNotMatch(out, /auth_key/);
});
