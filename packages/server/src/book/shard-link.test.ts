import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageChannel } from "node:worker_threads";
import { isSipglassError } from "@sipglass/model";
import { createShardLink } from "./shard-link.ts";

const isUnavailable = (error: unknown): boolean => isSipglassError(error) && error.code === "unavailable";

test("a shard that goes answers nothing more: what was asked and what is asked later is refused at once", async () => {
  const { port1, port2 } = new MessageChannel();
  const link = createShardLink(port1);
  const pending = link.ask("resume", null);
  port2.close();
  await assert.rejects(pending, isUnavailable);
  await assert.rejects(link.ask("resume", null), isUnavailable);
  link.committed(1);
});

test("answers find their question in whatever order they come, and a fault in the shard is told", async () => {
  const { port1, port2 } = new MessageChannel();
  const link = createShardLink(port1);
  const [first, second, third] = [link.ask("replay", { packets: [] }), link.ask("resume", null), link.ask("replay", { packets: [] })];
  port2.postMessage({ kind: "answer", id: 3, answer: 30 });
  port2.postMessage({ kind: "failed", id: 2, message: "it broke" });
  port2.postMessage({ kind: "answer", id: 1, answer: 10 });
  await Promise.all([assert.rejects(second, /it broke/), first.then((answer) => assert.equal(answer, 10)), third.then((answer) => assert.equal(answer, 30))]);
  port1.close();
});
