// What examining found, on rows that are stored: found by every read, hot and sealed, and never lost to a seal.
import assert from "node:assert/strict";
import { ALL, NOT_EXAMINABLE, type Examination } from "@sipglass/model";
import type { Store } from "./store.ts";
import { DAY_US, NOON_US, add, everything, idsOf, makeCall, makeCalls } from "./store.fixture.ts";

type Check = (title: string, work: (store: Store, opened: { reopen?: () => Promise<Store> }) => Promise<void>) => void;

const found = (number: number, changes: Partial<Examination> = {}): Examination => ({
  id: makeCall(number).id, projectionVersion: 1, packets: 2, findings: [{ id: "one_way_audio", severity: "error" }, { id: "slow_setup", severity: "warning" }],
  mos: { worst: 2.3456789, average: 3.1, scale: "wb", source: "rtcp" }, lossPct: 12.5, jitterMs: 0.1, rttMs: null, ...changes,
});
const unexamined = async (store: Store, limit = 100): Promise<string[]> => (await store.unexamined(limit)).calls.map(({ id }) => id);

export function examinations(check: Check): void {
  check("what was found is on the row, is searched for, and leaves all else as it was", async (store) => {
    await add(store, makeCalls(3));
    await store.examine([found(1), found(2, { findings: [], mos: null, lossPct: null, jitterMs: null })]);
    const { id: _id, packets: _packets, ...facts } = found(1);
    assert.deepEqual(await store.find(ALL, "call0001"), makeCall(1, { ...facts, revision: 2 }));
    assert.deepEqual(await store.find(ALL, "call0002"), makeCall(2, { projectionVersion: 1, revision: 2 }));
    assert.deepEqual(await idsOf(store, "finding:one_way_audio mos<3.5 loss>12"), ["call0001"]);
    assert.deepEqual(await idsOf(store, "NOT finding:slow_setup"), ["call0000", "call0002"]);
    assert.deepEqual((await store.complete(ALL, "finding", "one", 5)).map(({ value }) => value), ["one_way_audio"]);
    assert.equal(await store.count(ALL, everything), 3);
  });

  check("the last word about a call counts, and words about calls that are not there change nothing", async (store) => {
    await add(store, makeCalls(2));
    await store.examine([found(1), found(1, { findings: [{ id: "later", severity: "info" }] }), found(9)]);
    await store.examine([found(1, { findings: [{ id: "latest", severity: "info" }], lossPct: 0 })]);
    await store.examine([]);
    assert.deepEqual(await idsOf(store, "finding:latest loss<1"), ["call0001"]);
    assert.deepEqual(await idsOf(store, "finding:later OR finding:one_way_audio"), []);
    assert.equal(await store.count(ALL, everything), 2);
  });

  check("unexamined calls are told, those with trouble first, then the newest, with their number", async (store) => {
    await add(store, makeCalls(6, (i) => (i === 1 ? { state: "failed" } : i === 2 ? { retransmissions: 1 } : i === 3 ? { projectionVersion: 1 } : {})));
    await store.examine([found(5), found(0, { projectionVersion: NOT_EXAMINABLE })]);
    assert.deepEqual(await unexamined(store), ["call0002", "call0001", "call0004"]);
    assert.deepEqual([await unexamined(store, 1), (await store.unexamined(1)).total], [["call0002"], 3]);
  });

  check("a sealed call is examined as well, and sealing keeps what was found", async (store, { reopen }) => {
    await add(store, makeCalls(4, (i) => ({ startedAtUs: NOON_US - DAY_US + i })));
    await store.examine([found(0)]);
    await store.seal(NOON_US);
    await store.examine([found(1)]);
    assert.deepEqual(await idsOf(store, "finding:one_way_audio"), ["call0000", "call0001"]);
    await store.seal(NOON_US);
    const again = (await reopen?.()) ?? store;
    assert.deepEqual(await idsOf(again, "finding:one_way_audio"), ["call0000", "call0001"]);
    assert.equal(await again.count(ALL, everything), 4);
  });

  check("what is found while days are sealed is not lost", async (store) => {
    const calls = makeCalls(300, (i) => ({ startedAtUs: NOON_US - DAY_US + i }));
    await add(store, calls);
    const sealing = store.seal(NOON_US);
    for (let from = 0; from < 300; from += 20) await store.examine(Array.from({ length: 20 }, (_, i) => found(from + i)));
    await sealing;
    assert.equal((await idsOf(store, "finding:one_way_audio")).length, 300);
    assert.equal(await store.count(ALL, everything), 300);
  });
}
