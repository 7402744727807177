import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createSocket } from "node:dgram";
import { mkdtempSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { readFileSync } from "node:fs";
import { WebSocket } from "ws";
import type { Intake } from "./intake.ts";
import { listenTcp } from "./tcp.ts";
import { listenUdp } from "./udp.ts";
import { listenWebSocket } from "./websocket.ts";

/** The smallest HEP3 packet that a framer accepts: header and one payload chunk. */
function hepFrame(payload: string): Buffer {
  const body = Buffer.from(payload);
  const frame = Buffer.alloc(12 + body.length);
  frame.write("HEP3", 0, "latin1");
  frame.writeUInt16BE(frame.length, 4);
  frame.writeUInt16BE(0x0f, 8);
  frame.writeUInt16BE(6 + body.length, 10);
  body.copy(frame, 12);
  return frame;
}

function collecting(room: () => boolean = () => true) {
  const taken: { payload: string; peer: string }[] = [];
  const drops: Record<string, number> = {};
  const intake: Intake = {
    take(frame, peer) {
      if (!room()) return false;
      taken.push({ payload: Buffer.from(frame.subarray(12)).toString(), peer });
      return true;
    },
    drop: (reason, count = 1) => void (drops[reason] = (drops[reason] ?? 0) + count),
    onRoom: () => undefined, flush: () => undefined, counters: { packets: 0, bytes: 0, dropped: drops, spooledBytes: 0 },
  };
  return { intake, taken, drops };
}

async function until(done: () => boolean): Promise<void> {
  for (let i = 0; i < 600 && !done(); i += 1) await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(done(), "not in time");
}

const connected = (socket: Socket): Promise<Socket> => new Promise((resolve, reject) => socket.once("connect", () => resolve(socket)).once("error", reject));
const LOCAL = { host: "127.0.0.1", port: 0 };

test("the senders of a port are shared out among sockets, each in its order, and nobody else gets the port", async () => {
  const { intake, taken } = collecting();
  const listener = await listenUdp({ ...LOCAL, intake });
  const { port } = listener.address;
  await assert.rejects(listenUdp({ ...LOCAL, port, intake }), { code: "EADDRINUSE" });
  if (process.platform === "linux") {
    const end = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
    assert.equal(readFileSync("/proc/net/udp", "utf8").split("\n").filter((line) => line.trim().split(/\s+/)[1]?.endsWith(end)).length, 8);
  }
  const senders = Array.from({ length: 20 }, () => createSocket("udp4"));
  for (let i = 0; i < 10; i += 1) for (const sender of senders) sender.send(hepFrame(String(i)), port, "127.0.0.1");
  await until(() => taken.length === 200);
  for (const sent of Map.groupBy(taken, ({ peer }) => peer).values()) {
    assert.deepEqual(sent.map(({ payload }) => payload), Array.from({ length: 10 }, (_, i) => String(i)));
  }
  for (const sender of senders) sender.close();
  await listener.close();
  await (await listenUdp({ ...LOCAL, port, intake })).close();
});

test("a datagram is a frame, and its sender is known", async () => {
  const { intake, taken } = collecting();
  const listener = await listenUdp({ ...LOCAL, intake });
  const socket = createSocket("udp4");
  socket.send(hepFrame("one"), listener.address.port, "127.0.0.1");
  await until(() => taken.length === 1);
  assert.equal(taken[0]?.payload, "one");
  assert.match(taken[0].peer, /^127\.0\.0\.1:\d+\/udp$/);
  socket.close();
  await listener.close();
});

test("a datagram that finds no room is counted", async () => {
  const { intake, drops } = collecting(() => false);
  const listener = await listenUdp({ ...LOCAL, intake });
  const socket = createSocket("udp4");
  socket.send(hepFrame("one"), listener.address.port, "127.0.0.1");
  await until(() => drops["queue_full"] === 1);
  socket.close();
  await listener.close();
});

test("over TCP frames come whole, however the stream was cut, and junk between them is counted in bytes", async () => {
  const { intake, taken, drops } = collecting();
  const listener = await listenTcp({ ...LOCAL, intake, idleMs: 0 });
  const socket = await connected(connect(listener.address.port, "127.0.0.1"));
  socket.setNoDelay(true);
  const stream = Buffer.concat([hepFrame("one"), Buffer.from("junk"), hepFrame("two"), hepFrame("three")]);
  for (const byte of stream) {
    socket.write(Buffer.from([byte]));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(() => taken.length === 3);
  assert.deepEqual(taken.map(({ payload }) => payload), ["one", "two", "three"]);
  assert.equal(drops["stream_junk_bytes"], 4);
  socket.destroy();
  await listener.close();
});

test("a TCP sender waits while there is no room, and nothing of it is lost when room comes in time", async () => {
  let open = false;
  const { intake, taken, drops } = collecting(() => open);
  const listener = await listenTcp({ ...LOCAL, intake, idleMs: 0 });
  const socket = await connected(connect(listener.address.port, "127.0.0.1"));
  const frames = Array.from({ length: 500 }, (_, i) => hepFrame(`frame ${i} ${"x".repeat(500)}`));
  socket.write(Buffer.concat(frames));
  setTimeout(() => (open = true), 300);
  await until(() => taken.length === frames.length);
  assert.deepEqual(taken.map(({ payload }) => payload.split(" ")[1]), frames.map((_, i) => String(i)));
  assert.deepEqual(drops, {});
  socket.destroy();
  await listener.close();
});

test("after two seconds without room its frames are shed and counted, and later ones come through", async () => {
  let open = false;
  const { intake, taken, drops } = collecting(() => open);
  const listener = await listenTcp({ ...LOCAL, intake, idleMs: 0 });
  const socket = await connected(connect(listener.address.port, "127.0.0.1"));
  socket.write(hepFrame("shed"));
  await until(() => drops["shed_slow"] === 1);
  open = true;
  socket.write(hepFrame("taken"));
  await until(() => taken.length === 1);
  assert.equal(taken[0]?.payload, "taken");
  socket.destroy();
  await listener.close();
});

test("a silent connection is closed when an idle limit is set", async () => {
  const { intake, drops } = collecting();
  const listener = await listenTcp({ ...LOCAL, intake, idleMs: 50 });
  const socket = await connected(connect(listener.address.port, "127.0.0.1"));
  socket.resume();
  await new Promise((resolve) => socket.once("close", resolve));
  assert.equal(drops["idle_connection"], 1);
  await listener.close();
});

test("over WebSocket each binary message is a frame, and a plain HTTP request does not harm the listener", async () => {
  const { intake, taken } = collecting();
  const listener = await listenWebSocket({ ...LOCAL, intake });
  assert.equal((await fetch(`http://127.0.0.1:${listener.address.port}/`)).status, 426);
  const socket = new WebSocket(`ws://127.0.0.1:${listener.address.port}/any/path`);
  await new Promise((resolve) => socket.once("open", resolve));
  socket.ping("not a frame");
  socket.send(hepFrame("one"));
  await until(() => taken.length === 1);
  assert.match(taken[0]?.peer ?? "", /\/ws$/);
  socket.close();
  await listener.close();
});

/** A self-made authority, a server certificate and a client certificate, as an operator would make them with openssl. */
function certificates(): { directory: string; ca: string; cert: string; key: string; clientCert: string; clientKey: string } {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-tls-"));
  const at = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => void execFileSync("openssl", args, { cwd: directory, stdio: "ignore" });
  openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Test CA", "-days", "2");
  for (const name of ["server", "client"]) {
    openssl("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", `${name}.key`, "-out", `${name}.csr`, "-subj", `/CN=${name === "server" ? "localhost" : name}`);
    openssl("x509", "-req", "-in", `${name}.csr`, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-out", `${name}.pem`, "-days", "2");
  }
  return { directory, ca: at("ca.pem"), cert: at("server.pem"), key: at("server.key"), clientCert: at("client.pem"), clientKey: at("client.key") };
}

test("over TLS an ordinary certificate works, and with a client authority only senders with a certificate get in", async () => {
  const files = certificates();
  const { intake, taken, drops } = collecting();
  const listener = await listenTcp({ ...LOCAL, intake, idleMs: 0, tls: { cert: files.cert, key: files.key, clientCa: files.ca } });
  const options = { port: listener.address.port, host: "127.0.0.1", ca: readFileSync(files.ca), checkServerIdentity: () => undefined };
  const stranger = connectTls(options);
  stranger.on("error", () => undefined);
  stranger.on("secureConnect", () => stranger.write(hepFrame("stranger")));
  await until(() => (drops["tls_handshake"] ?? 0) > 0);
  const friend = connectTls({ ...options, cert: readFileSync(files.clientCert), key: readFileSync(files.clientKey) });
  friend.on("secureConnect", () => friend.write(hepFrame("friend")));
  await until(() => taken.length === 1);
  assert.equal(taken[0]?.payload, "friend");
  assert.match(taken[0].peer, /\/tls$/);
  stranger.destroy();
  friend.destroy();
  await listener.close();
});
