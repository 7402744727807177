import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { createSlabQueue, readSlab, type SlabMessage } from "./slab.ts";

function channel(slabBytes: number, slabs: number) {
  const { port1, port2 } = new MessageChannel();
  return { queue: createSlabQueue({ port: port1, slabBytes, slabs }), port: port2, close: () => port1.close() };
}

async function next(port: MessagePort): Promise<SlabMessage> {
  const [message] = (await once(port, "message")) as [SlabMessage];
  return message;
}

test("frames come out as they went in, with peer and time, across several slabs", async () => {
  const { queue, port, close } = channel(4096, 8);
  const sent = Array.from({ length: 20 }, (_, i) => ({ frame: Buffer.alloc(1 + i * 37, i), peer: `10.0.0.${i % 3}:5060/udp`, at: 1_795_196_999_089_751 + i }));
  const got: typeof sent = [];
  port.on("message", (message: SlabMessage) => readSlab(message, ({ frame, peer, receivedUs }) => got.push({ frame: Buffer.from(frame), peer, at: receivedUs })));
  for (const { frame, peer, at } of sent) assert.ok(queue.write(frame, peer, at));
  queue.flush(7, false);
  while (got.length < sent.length) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(got, sent);
  close();
});

test("when every slab is away there is no room, and there is again when one comes back", async () => {
  const { queue, port, close } = channel(1024, 2);
  const frame = Buffer.alloc(900);
  assert.deepEqual([queue.write(frame, "p", 1), queue.write(frame, "p", 2), queue.write(frame, "p", 3)], [true, true, false]);
  assert.equal(queue.free, 0);
  const { buffer } = await next(port);
  const room = new Promise<void>((resolve) => queue.onRoom(resolve));
  port.postMessage(buffer, [buffer]);
  await room;
  assert.equal(queue.free, 1);
  assert.ok(queue.write(frame, "p", 4));
  close();
});

test("a flush with nothing to send is silent, a tick says how far time has come", async () => {
  const { queue, port, close } = channel(1024, 2);
  queue.flush(5, false);
  queue.flush(6, true);
  const message = await next(port);
  assert.deepEqual([message.count, message.used, message.throughUs], [0, 0, 6]);
  close();
});
