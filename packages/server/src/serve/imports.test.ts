// Uploads over real sockets: streamed, bounded, one budget.
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Questions } from "../book/questions.ts";
import { startApp, type TestApp } from "./app.fixture.ts";
import { fileNameOf } from "./v1/imports.ts";

const LIMIT = 100_000;

interface Sent {
  status: number;
  body: { error?: { code: string; details: { limit_bytes?: number } }; packets?: number; file?: string };
}

describe("imports", () => {
  let it: TestApp;
  let base = "";
  before(async () => {
    it = await startApp({ limits: { importBytes: LIMIT } });
    base = `${await it.app.listen({ host: "127.0.0.1", port: 0 })}/api/v1/imports`;
  });
  after(() => it.close());

  const start = (headers: Record<string, string> = {}, query = "") => {
    const request = httpRequest(base + query, { method: "POST", headers: { ...it.bearer("support"), ...headers }, agent: false });
    const answer = new Promise<Sent>((resolve, reject) => {
      request.on("error", reject).on("response", (response) => {
        let text = "";
        response
          .setEncoding("utf8")
          .on("data", (part: string) => void (text += part))
          .on("end", () => resolve({ status: response.statusCode ?? 0, body: JSON.parse(text) as Sent["body"] }));
      });
    });
    return { request, answer };
  };
  const send = (bytes: Uint8Array, headers: Record<string, string> = {}, query = ""): Promise<Sent> => {
    const { request, answer } = start(headers, query);
    request.end(bytes);
    return answer;
  };

  test("the body arrives whole, whatever type it claims, under the name given", async () => {
    const bytes = new Uint8Array(50_000).map((_, i) => i * 7);
    for (const type of [
      "application/octet-stream",
      "application/vnd.tcpdump.pcap",
      "application/json",
      "application/x-www-form-urlencoded",
      "text/plain",
      "",
    ]) {
      const { status, body } = await send(bytes, type === "" ? {} : { "content-type": type }, "?name=../../etc/trace%20one.pcap");
      assert.equal(status, 200, type);
      assert.deepEqual([body.file, body.packets], ["trace one.pcap", 50_000]);
      assert.ok(Buffer.from(bytes).equals(it.questions.imported.at(-1)?.bytes ?? new Uint8Array()));
    }
    assert.equal(it.state.audit.list({ action: "capture_imported", limit: 1 })[0]?.object, "trace one.pcap");
  });

  test("an import is listed while it runs, and afterwards with what came of it; a refused one says why", async () => {
    type Listed = { state: string; file: string; user: string; bytes: number; total_bytes: number; packets: number; problem: string };
    const list = async (): Promise<Listed[]> => ((await (await fetch(base, { headers: it.bearer("support") })).json()) as { items: Listed[] }).items;
    const { request, answer } = start({ "content-length": "1000" }, "?name=slow.pcap");
    request.write(new Uint8Array(400));
    let first: Listed | undefined;
    while (first?.bytes !== 400) first = (await list()).find(({ file }) => file === "slow.pcap");
    assert.deepEqual([first.state, first.user, first.total_bytes], ["running", "susi", 1000]);
    request.end(new Uint8Array(600));
    await answer;
    const [done] = await list();
    assert.deepEqual([done?.state, done?.file, done?.packets, done?.bytes], ["done", "slow.pcap", 1000, 1000]);
    await send(gzipSync(new Uint8Array(10_000_000)), {}, "?name=bomb.gz");
    const [failed] = await list();
    assert.deepEqual([failed?.state, failed?.file], ["failed", "bomb.gz"]);
    assert.equal(failed?.problem, "That is more than this takes at once.");
    assert.equal((await fetch(base, { headers: it.bearer("customer") })).status, 403);
  });

  test("a gzip file is unpacked, a damaged one refused, and a small one that unpacks to too much as well", async () => {
    const bytes = new Uint8Array(1000).fill(9);
    assert.equal((await send(gzipSync(bytes))).body.packets, 1000);
    const damaged = gzipSync(bytes);
    damaged[15] = (damaged[15] ?? 0) ^ 0xff;
    assert.equal((await send(damaged)).body.error?.code, "not_capture");
    const bomb = gzipSync(new Uint8Array(10_000_000));
    const answers = await Promise.all([send(bomb), send(bomb), send(bomb)]);
    for (const { status } of answers) assert.ok(status === 413 || status === 503, String(status));
    assert.ok(answers.some(({ body }) => body.error?.code === "too_large"));
    assert.equal((await send(new Uint8Array(LIMIT))).status, 200, "nothing stays held");
  });

  test("a body said to be too long is refused before it is sent", async () => {
    const { request, answer } = start({ "content-length": String(LIMIT + 1) });
    request.write("x");
    const { status, body } = await answer;
    assert.equal(status, 413);
    assert.equal(body.error?.details.limit_bytes, LIMIT);
    request.destroy();
  });

  test("a body that only proves too long is refused when it does, and gives back what it held", async () => {
    const { request, answer } = start({ "transfer-encoding": "chunked" });
    request.on("error", () => undefined);
    for (let i = 0; i < 3; i++) request.write(Buffer.alloc(50_000));
    assert.equal((await answer).status, 413);
    request.destroy();
    await sleep(20);
    assert.equal((await send(new Uint8Array(LIMIT))).status, 200);
  });

  test("uploads together hold no more than one may, and a client that leaves frees what it sent", async () => {
    const slow = start({ "transfer-encoding": "chunked" });
    slow.answer.catch(() => undefined);
    slow.request.on("error", () => undefined);
    slow.request.write(Buffer.alloc(60_000));
    await sleep(30);
    assert.equal((await send(new Uint8Array(30_000))).status, 200);
    const refused = await send(new Uint8Array(50_000));
    assert.deepEqual([refused.status, refused.body.error?.code], [503, "unavailable"]);
    slow.request.destroy();
    await sleep(50);
    assert.equal((await send(new Uint8Array(LIMIT))).status, 200);
  });

  test("a form upload is told what to send instead", async () => {
    const { status, body } = await send(Buffer.from("--x\r\n"), { "content-type": "multipart/form-data; boundary=x" });
    assert.equal(status, 400);
    assert.equal(body.error?.code, "bad_request");
  });

  test("a customer may not import, and is told before the body is taken", async () => {
    const { request, answer } = start({ ...it.bearer("customer"), "content-length": String(LIMIT) });
    request.on("error", () => undefined);
    request.write("x");
    assert.equal((await answer).status, 403);
    request.destroy();
  });

  test("a failing import gives back what it held", async () => {
    const good: Questions["importCapture"] = it.questions.importCapture;
    it.questions.importCapture = () => Promise.reject(new Error("broken"));
    assert.equal((await send(new Uint8Array(LIMIT))).status, 500);
    it.questions.importCapture = good;
    assert.equal((await send(new Uint8Array(LIMIT))).status, 200);
  });
});

test("a file name is a name: no path, no control characters, not endless", () => {
  assert.equal(fileNameOf("C:\\captures\\a.pcap"), "a.pcap");
  assert.equal(fileNameOf("/tmp/../b\u0000\n.pcap"), "b.pcap");
  assert.equal(fileNameOf(undefined), "upload");
  assert.equal(fileNameOf("x".repeat(500)).length, 200);
});
