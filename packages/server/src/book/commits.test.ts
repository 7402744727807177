import assert from "node:assert/strict";
import { test } from "node:test";
import { emptyCall, encodeCalls, SipglassError, type Registration } from "@sipglass/model";
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

/** Keeps what is appended; fails as long as told to. */
function plainStore() {
  const appended: { ids: unknown[]; checkpoints: Checkpoint[]; registrations: Registration[] }[] = [];
  const state = { isFull: false };
  const append: Store["append"] = async (batch, checkpoints, registrations) => {
    if (state.isFull) throw new SipglassError("disk_full");
    appended.push({ ids: batch.columns[0] ?? [], checkpoints: [...checkpoints], registrations: [...registrations] });
  };
  return { store: { append, clear: async () => void appended.splice(0) } as unknown as Store, appended, state };
}

test("the row of an open call and the end of its record are one transaction, at the position of the newest checkpoint", async () => {
  const { store, appended } = plainStore();
  const commits = createCommits(store, [link().shard], () => undefined);
  commits.add(0, checkpoint(5, [{ id: "long", json: "{}" }, { id: "other", json: "{}" }]));
  commits.add(0, checkpoint(8));
  await commits.settled();
  commits.add(0, rows(1, "short", "long"));
  await commits.settled();
  commits.add(0, rows(2, "long"));
  await commits.settled();
  assert.deepEqual(appended.map(({ ids, checkpoints }) => [ids, checkpoints]).slice(-2), [
    [["short", "long"], [{ shard: "c-1-0", replayFrom: { call: 8 }, openCalls: [{ id: "long", json: null }], takenAtUs: 0 }]],
    [["long"], []],
  ]);
});

test("records that an earlier boot left are ended with their rows too, and those of an emptied store are forgotten", async () => {
  const { store, appended } = plainStore();
  const commits = createCommits(store, [link().shard], () => undefined);
  const earlier: Checkpoint = { shard: "c-0-3", replayFrom: { call: 70 }, openCalls: [{ id: "long", json: "{}" }, { id: "longer", json: "{}" }], takenAtUs: 3 };
  commits.remember([earlier]);
  commits.add(0, rows(1, "long"));
  await commits.settled();
  assert.deepEqual(appended.at(-1)?.checkpoints, [{ ...earlier, openCalls: [{ id: "long", json: null }] }]);
  await commits.clear();
  commits.add(0, rows(2, "longer"));
  await commits.settled();
  assert.deepEqual(appended.map(({ checkpoints }) => checkpoints), [[]]);
});

test("while the store is away a registration that changes a thousand times waits once", async () => {
  const { store, appended, state } = plainStore();
  const commits = createCommits(store, [link().shard], () => undefined);
  state.isFull = true;
  const registration = (aor: string, accepted: number): Registration => ({ aor, contact: "sip:c", accepted }) as Registration;
  for (let i = 0; i < 1000; i += 1) commits.add(0, { kind: "rows", batch: i, calls: encodeCalls([]), registrations: [registration("ada@x", i), registration(`bob${i % 3}@x`, i)] });
  await turn();
  state.isFull = false;
  await commits.settled();
  const stored = appended.flatMap(({ registrations }) => registrations);
  assert.ok(stored.length <= 8, `${stored.length} registrations`);
  assert.equal(stored.findLast(({ aor }) => aor === "ada@x")?.accepted, 999);
});

test("whoever makes rows faster than they are stored waits for room", async () => {
  const { store, go } = slowStore();
  const commits = createCommits(store, [link().shard], () => undefined);
  const ids = Array.from({ length: 5000 }, (_, i) => `call-${i}`);
  for (let batch = 1; batch <= 5; batch += 1) commits.add(0, rows(batch, ...ids));
  let hasRoom = false;
  void commits.room().then(() => (hasRoom = true));
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(hasRoom, false);
  for (let i = 0; i < 5; i += 1) {
    go();
    await turn();
  }
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(hasRoom, true);
  await commits.settled();
});

test("a stop does not wait for a store that has gone: what fails once more is left to the next start", async () => {
  const { store, state, appended } = plainStore();
  const failures: string[] = [];
  const commits = createCommits(store, [link().shard], ({ message }) => failures.push(message));
  state.isFull = true;
  commits.add(0, rows(1, "a"));
  await turn();
  commits.add(0, checkpoint(1));
  const started = performance.now();
  await commits.close();
  assert.ok(performance.now() - started < 3000);
  assert.equal(appended.length, 0);
  assert.ok(failures.length >= 2);
});

test("what is added at the very moment in which the last commit ends is committed too", async () => {
  const { store, appended } = plainStore();
  const commits = createCommits(store, [link().shard], () => undefined);
  commits.add(0, rows(1, "a"));
  for (let i = 2; i < 200; i += 1) {
    for (let microtasks = 0; microtasks < i % 17; microtasks += 1) await Promise.resolve();
    commits.add(0, rows(i, `call-${i}`));
  }
  await commits.settled();
  assert.equal(appended.reduce((sum, { ids }) => sum + ids.length, 0), 199);
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
