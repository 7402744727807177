import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { createSlabQueue, readSlab, type SlabMessage } from "./slab.ts";
import { createSpool, type Spool } from "./spool.ts";

function channel(t: TestContext, slabBytes: number, slabs: number, spool?: Spool) {
  const { port1, port2 } = new MessageChannel();
  t.after(() => port1.close());
  return { queue: createSlabQueue({ port: port1, slabBytes, slabs, ...(spool ? { spool } : {}) }), port: port2 };
}

async function next(port: MessagePort): Promise<SlabMessage> {
  const [message] = (await once(port, "message")) as [SlabMessage];
  return message;
}

test("frames come out as they went in, with peer and time, across several slabs", async (t) => {
  const { queue, port } = channel(t, 4096, 8);
  const sent = Array.from({ length: 20 }, (_, i) => ({ frame: Buffer.alloc(1 + i * 37, i), peer: `10.0.0.${i % 3}:5060/udp`, at: 1_795_196_999_089_751 + i }));
  const got: typeof sent = [];
  port.on("message", (message: SlabMessage) => readSlab(message, ({ frame, peer, receivedUs }) => got.push({ frame: Buffer.from(frame), peer, at: receivedUs })));
  for (const { frame, peer, at } of sent) assert.ok(queue.write(frame, peer, at));
  queue.flush(7, false);
  while (got.length < sent.length) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(got, sent);
});

test("when every slab is away there is no room, and there is again when one comes back", async (t) => {
  const { queue, port } = channel(t, 1024, 2);
  const frame = Buffer.alloc(900);
  assert.deepEqual([queue.write(frame, "p", 1), queue.write(frame, "p", 2), queue.write(frame, "p", 3)], [true, true, false]);
  assert.equal(queue.free, 0);
  const { buffer } = await next(port);
  const room = new Promise<void>((resolve) => queue.onRoom(resolve));
  port.postMessage(buffer, [buffer]);
  await room;
  assert.equal(queue.free, 1);
  assert.ok(queue.write(frame, "p", 4));
});

test("a flush with nothing to send is silent, a tick says how far time has come", async (t) => {
  const { queue, port } = channel(t, 1024, 2);
  queue.flush(5, false);
  queue.flush(6, true);
  const message = await next(port);
  assert.deepEqual([message.count, message.used, message.throughUs], [0, 0, 6]);
});

test("with a spool there is room when every slab is away, and everything comes out in order", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-spool-"));
  const spool = createSpool({ file: join(directory, "spool", "shard-0"), slabBytes: 1024, slabs: 20 });
  const { queue, port } = channel(t, 1024, 3, spool);
  const sent = Array.from({ length: 30 }, (_, i) => i);
  const taken = sent.filter((i) => queue.write(Buffer.alloc(600, i), `10.0.0.${i}:5060/udp`, i));
  assert.deepEqual(taken.slice(0, 22), sent.slice(0, 22));
  assert.ok(queue.spooled > 15, "slabs wait on disk");
  const got: number[] = [];
  port.on("message", (message: SlabMessage) => {
    readSlab(message, ({ frame, peer, receivedUs }) => {
      assert.deepEqual([frame.length, frame[0], peer], [600, receivedUs, `10.0.0.${receivedUs}:5060/udp`]);
      got.push(receivedUs);
    });
    port.postMessage(message.buffer, [message.buffer]);
  });
  while (got.length < taken.length) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    queue.flush(99, false);
  }
  assert.deepEqual(got, taken);
  while (queue.free < 3) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.equal(queue.spooled, 0);
  assert.ok(queue.write(Buffer.alloc(900), "p", 100));
});

test("frames that neither memory nor spool has room for are refused, none of those before is lost, and there is room again later", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-spool-"));
  const { queue, port } = channel(t, 1024, 2, createSpool({ file: join(directory, "shard-0"), slabBytes: 1024, slabs: 2 }));
  const taken: number[] = [];
  const got: number[] = [];
  for (let i = 0; i < 10; i += 1) if (queue.write(Buffer.alloc(900), "p", i)) taken.push(i);
  assert.ok(taken.length >= 4 && taken.length < 10, `${taken.length} taken`);
  port.on("message", (message: SlabMessage) => {
    readSlab(message, ({ receivedUs }) => got.push(receivedUs));
    port.postMessage(message.buffer, [message.buffer]);
  });
  while (got.length < taken.length) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    queue.flush(99, false);
  }
  assert.deepEqual(got, taken);
  assert.ok(queue.write(Buffer.alloc(900), "p", 11));
});

test("a spool that cannot be written to is as good as none: what was taken goes on, the rest is refused", async (t) => {
  const { queue, port } = channel(t, 1024, 2, createSpool({ file: join(process.execPath, "spool", "shard-0"), slabBytes: 1024, slabs: 8 }));
  const taken = [0, 1, 2, 3].filter((i) => queue.write(Buffer.alloc(900), "p", i));
  const got: number[] = [];
  port.on("message", (message: SlabMessage) => readSlab(message, ({ receivedUs }) => got.push(receivedUs)));
  while (got.length < taken.length) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual([taken, got], [[0, 1], [0, 1]]);
});

test("the file of a spool has no name, and no room is taken when nothing waits", () => {
  const directory = mkdtempSync(join(tmpdir(), "sipglass-spool-"));
  const spool = createSpool({ file: join(directory, "shard-0"), slabBytes: 4096, slabs: 4 });
  const slab = (fill: number): SlabMessage => ({ kind: "slab", buffer: new Uint8Array(4096).fill(fill).buffer, used: 100 + fill, count: 1, peers: ["p"], throughUs: fill, imported: false });
  for (let round = 0; round < 3; round += 1) {
    assert.deepEqual([1, 2, 3, 4, 5].map((fill) => spool.put(slab(fill))), [true, true, true, true, false]);
    assert.deepEqual(readdirSync(directory), []);
    for (const fill of [1, 2, 3, 4]) {
      const { buffer, used } = spool.take(new ArrayBuffer(4096))!;
      assert.deepEqual([used, new Uint8Array(buffer, 0, used).every((byte) => byte === fill)], [100 + fill, true]);
    }
    assert.equal(spool.take(new ArrayBuffer(4096)), undefined);
  }
  spool.close();
});
