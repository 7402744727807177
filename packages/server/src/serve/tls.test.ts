// The same app over TLS, and clients that leave at the wrong moment.
import assert from "node:assert/strict";
import { get as httpGet } from "node:http";
import { request, type RequestOptions, type ServerOptions } from "node:https";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionOptions } from "node:tls";
import { PASSWORD, startApp } from "./app.fixture.ts";

/** A pre-shared key instead of a certificate: the test needs none, and the repository holds no private key. */
const KEY = Buffer.alloc(32, 7);
const PSK = { ciphers: "PSK", maxVersion: "TLSv1.2" } as const;

test("with a certificate the port speaks HTTPS, and the cookie is Secure", async () => {
  const tls: ServerOptions = { ...PSK, pskCallback: () => KEY };
  const it = await startApp({ tls });
  const { port } = new URL(await it.app.listen({ host: "127.0.0.1", port: 0 }));
  const cookie = await new Promise<string>((resolve, reject) => {
    const options: RequestOptions & Pick<ConnectionOptions, "pskCallback" | "checkServerIdentity"> = {
      ...PSK,
      host: "127.0.0.1",
      port,
      method: "POST",
      path: "/api/v1/auth/login",
      headers: { "content-type": "application/json" },
      agent: false,
      pskCallback: () => ({ psk: KEY, identity: "test" }),
      checkServerIdentity: () => undefined,
    };
    const asked = request(options, (response) => {
      response.resume();
      resolve(String(response.headers["set-cookie"]));
    });
    asked.on("error", reject).end(JSON.stringify({ username: "anna", password: PASSWORD }));
  });
  assert.match(cookie, /; Secure/);
  await it.close();
});

test("a client that leaves while its password is checked leaves no subscription behind", async () => {
  const it = await startApp();
  const { port } = new URL(await it.app.listen({ host: "127.0.0.1", port: 0 }));
  for (let i = 0; i < 5; i++) {
    const socket = connect(Number(port), "127.0.0.1");
    const basic = Buffer.from(`anna:${PASSWORD}`).toString("base64");
    socket.write(`GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Basic ${basic}\r\n\r\n`);
    await sleep(i);
    socket.destroy();
  }
  await sleep(150);
  assert.equal(it.questions.subscribers(), 0);
  await it.close();
});

test("a subscription that fails ends the stream instead of leaving it open and silent", async () => {
  const it = await startApp();
  it.questions.subscribe = () => {
    throw new Error("the book is away");
  };
  const address = await it.app.listen({ host: "127.0.0.1", port: 0 });
  await new Promise<void>((resolve, reject) => {
    httpGet(`${address}/api/v1/live`, { headers: it.bearer("admin"), agent: false }, (response) => response.resume().on("end", resolve)).on(
      "error",
      reject,
    );
  });
  await it.close();
});
