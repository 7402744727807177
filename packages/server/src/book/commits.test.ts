import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCall, encodeCalls, SipglassError } from "@sipglass/model";
import type { Checkpoint, Store } from "../store/store.ts";
import { createCommits } from "./commits.ts";
import type { ShardLink } from "./shard-link.ts";

const rows = (batch: number, ...ids: string[]) => ({ kind: "rows" as const, batch, calls: encodeCalls(ids.map((id) => emptyCall(id, id))), registrations: [] });
const checkpoint = (from: number, openCalls: Checkpoint["openCalls"] = []) => ({ kind: "checkpoint" as const, checkpoint: { shard: "c-1-0", replayFrom: { call: from }, openCalls, takenAtUs: 0 } });

/** Only append matters here; it waits until the test lets it go on, and may be made to fail. */
function slowStore() {
  const appended: { count: number; replayFrom: (number | undefined)[] }[] = [];
  let failures = 0;
  let release: () => void = () => undefined;
  const append: Store["append"] = async (batch, checkpoints) => {
    await new Promise<void>((resolve) => (release = resolve));
    if (failures > 0) {
      failures -= 1;
      throw new SipglassError("disk_full");
    }
    appended.push({ count: batch.count, replayFrom: checkpoints.map(({ replayFrom }) => replayFrom["call"]) });
  };
  return { store: { append } as unknown as Store, appended, go: () => release(), fail: (times: number) => void (failures = times) };
}

function link() {
  const committed: number[] = [];
  return { committed, shard: { committed: (batch: number) => void committed.push(batch) } as unknown as ShardLink };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test("what arrives while a commit runs is committed together, in order, and each shard hears of its newest batch", async () => {
  const { store, appended, go } = slowStore();
  const { shard, committed } = link();
  const commits = createCommits(store, [shard], () => undefined);
  commits.add(0, rows(1, "a"));
  await turn();
  commits.add(0, rows(2, "b", "c"));
  commits.add(0, checkpoint(7));
  commits.add(0, rows(3, "d"));
  go();
  await turn();
  await turn();
  assert.deepEqual(committed, [1]);
  go();
  await commits.settled();
  assert.deepEqual(appended, [{ count: 1, replayFrom: [] }, { count: 3, replayFrom: [7] }]);
  assert.deepEqual(committed, [1, 3]);
  assert.equal(commits.rows, 4);
});

test("two checkpoints of a shard in one commit become one: newest position, newest word about each open call", async () => {
  const stored: Checkpoint[] = [];
  let release: () => void = () => undefined;
  const store = { append: async (_: unknown, checkpoints: Checkpoint[]) => {
    await new Promise<void>((resolve) => (release = resolve));
    stored.push(...checkpoints);
  } } as unknown as Store;
  const commits = createCommits(store, [link().shard], () => undefined);
  commits.add(0, rows(1, "a"));
  await turn();
  commits.add(0, checkpoint(1, [{ id: "x", json: "{}" }, { id: "y", json: "{}" }]));
  commits.add(0, checkpoint(2, [{ id: "x", json: null }]));
  release();
  await turn();
  await turn();
  release();
  await commits.settled();
  assert.deepEqual(stored, [{ shard: "c-1-0", replayFrom: { call: 2 }, openCalls: [{ id: "x", json: null }, { id: "y", json: "{}" }], takenAtUs: 0 }]);
});

test("a commit that fails is told, kept and tried again; nothing is confirmed before it succeeded", async () => {
  const { store, appended, go, fail } = slowStore();
  const { shard, committed } = link();
  const failures: string[] = [];
  const commits = createCommits(store, [shard], (error) => failures.push(error.message));
  fail(1);
  commits.add(0, rows(1, "a"));
  await turn();
  go();
  await turn();
  assert.equal(commits.failure?.message, failures[0]);
  assert.deepEqual([failures.length, committed.length, appended.length], [1, 0, 0]);
  await new Promise((resolve) => setTimeout(resolve, 1100));
  go();
  await commits.settled();
  assert.deepEqual([committed, appended.length, commits.failure], [[1], 1, null]);
});

test("a reader between commits sees none under way", async () => {
  const { store, go } = slowStore();
  const commits = createCommits(store, [link().shard], () => undefined);
  const order: string[] = [];
  const read = commits.between(async () => {
    await turn();
    order.push("read");
  });
  commits.add(0, rows(1, "a"));
  await read;
  await turn();
  go();
  await commits.settled();
  order.push("committed");
  assert.deepEqual(order, ["read", "committed"]);
});
