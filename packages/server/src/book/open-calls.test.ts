import assert from "node:assert/strict";
import { test } from "node:test";
import type { Checkpoint } from "../store/store.ts";
import { createOpenCalls } from "./open-calls.ts";

const checkpoint = (shard: string, from: number, openCalls: Checkpoint["openCalls"]): Checkpoint => ({ shard, replayFrom: { call: from }, openCalls, takenAtUs: from });

test("the record of a call is taken back from the checkpoint that holds it, at that shard's newest position", () => {
  const open = createOpenCalls();
  open.note(checkpoint("c-1-0", 5, [{ id: "a", json: "{}" }, { id: "b", json: "{}" }]));
  open.note(checkpoint("c-1-1", 7, [{ id: "c", json: "{}" }]));
  open.note(checkpoint("c-1-0", 9, []));
  assert.deepEqual(open.takeBack(["a", "x", "c"]), [checkpoint("c-1-0", 9, [{ id: "a", json: null }]), checkpoint("c-1-1", 7, [{ id: "c", json: null }])]);
  assert.deepEqual(open.takeBack(["a", "c"]), []);
});

test("a call that another shard took over is that shard's; what the former says of it no longer counts", () => {
  const open = createOpenCalls();
  open.note(checkpoint("c-1-0", 5, [{ id: "a", json: "{}" }]));
  open.note(checkpoint("c-2-0", 0, [{ id: "a", json: "{}" }]));
  open.note(checkpoint("c-1-0", 6, [{ id: "a", json: null }]));
  assert.deepEqual(open.takeBack(["a"]), [checkpoint("c-2-0", 0, [{ id: "a", json: null }])]);
});

test("nothing is taken back from a store that was emptied", () => {
  const open = createOpenCalls();
  open.note(checkpoint("c-1-0", 5, [{ id: "a", json: "{}" }]));
  open.forget();
  assert.deepEqual(open.takeBack(["a"]), []);
});
